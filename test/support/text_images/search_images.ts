import { addCounts, type FoundCounts, nothingCounted } from "./count_found.ts";

/** What was found with the fonts and textures of the tuning, and with the others. */
export interface SearchedImages {
  readonly tuned: FoundCounts;
  readonly others: FoundCounts;
}

/** How many images a thread draws and searches in turn. */
const blockLength = 20;
/** Each needs up to 600 MB. */
const mostThreads = 8;

/** Draws images of a seed, and searches them in as many threads as processors. */
export async function searchImages(
  seed: number,
  numbers: readonly number[],
): Promise<SearchedImages> {
  const count = Math.ceil(numbers.length / blockLength);
  const blocks = Array.from(
    { length: count },
    (_, block) => numbers.slice(block * blockLength, (block + 1) * blockLength),
  );
  const found = { tuned: nothingCounted(), others: nothingCounted() };
  const threads = Math.min(navigator.hardwareConcurrency, mostThreads, blocks.length);
  await Promise.all(Array.from({ length: threads }, async () => {
    const worker = new Worker(import.meta.resolve("./search_thread.ts"), { type: "module" });
    using stack = new DisposableStack();
    stack.defer(() => worker.terminate());
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      const { tuned, others } = await searchBlock(worker, seed, block);
      addCounts(found.tuned, tuned);
      addCounts(found.others, others);
    }
  }));
  return found;
}

async function searchBlock(
  worker: Worker,
  seed: number,
  numbers: readonly number[],
): Promise<SearchedImages> {
  return await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SearchedImages>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ seed, numbers });
  });
}
