import { addCounts, type FoundCounts, nothingCounted } from "./count_found.ts";

/** What was found with the fonts and textures of the tuning, and with the others. */
export interface SearchedImages {
  readonly tuned: FoundCounts;
  readonly others: FoundCounts;
}

/** How many images a thread draws and searches in turn. */
const blockLength = 20;

/** Draws the first images of a seed, and searches them in as many threads as processors. */
export async function searchDrawn(seed: number, count: number): Promise<SearchedImages> {
  const blocks = Array.from({ length: Math.ceil(count / blockLength) }, (_, block) => {
    const first = block * blockLength;
    return Array.from({ length: Math.min(blockLength, count - first) }, (_, at) => first + at);
  });
  const found = { tuned: nothingCounted(), others: nothingCounted() };
  const threads = Math.min(navigator.hardwareConcurrency, blocks.length);
  await Promise.all(Array.from({ length: threads }, async () => {
    const worker = new Worker(import.meta.resolve("./search_thread.ts"), { type: "module" });
    for (let numbers = blocks.shift(); numbers; numbers = blocks.shift()) {
      const { tuned, others } = await searchBlock(worker, seed, numbers);
      addCounts(found.tuned, tuned);
      addCounts(found.others, others);
    }
    worker.terminate();
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
