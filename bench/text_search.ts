import { filesBelow } from "../test/support/files/output_tree.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { ascii } from "../test/support/dicom/encode_data_set.ts";
import { tissueFrame } from "../test/support/dicom/drawn_text.ts";
import { nativeImage } from "../test/support/dicom/native_image.ts";
import { syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import type { Figure } from "./figure.ts";
import { jobSeconds } from "./job_seconds.ts";
import { type Load, type LoadFile, makeLoad } from "./load.ts";
import { rounds } from "./rounds.ts";
import { spread } from "./spread.ts";

const atRisk = "us-";
const size = [480, 640] as const;
const load: Load = {
  name: "ultrasound of 640 × 480 without text, and CT",
  folders: 2,
  images: 4,
  files: (folder, images) => [...ultrasound(folder, images), ...ct(folder)],
};

/**
 * What the search for text adds to a job: the time with TEXT=risk less that with TEXT=off, and the
 * time of as many threads that load the detector and do nothing but search the images at risk. Each
 * round measures all of them, with one thread and with two.
 */
export async function textSearch(): Promise<Figure[]> {
  using directory = tempDir();
  const source = `${directory.path}/source`;
  makeLoad(source, load);
  const figures: Figure[] = [];
  for (const threads of [1, 2]) {
    const [added, searches, shares]: [number[], number[], number[]] = [[], [], []];
    for (let round = 1; round <= rounds; round++) {
      const job = (text: string): Promise<number> =>
        jobSeconds(`${directory.path}/${threads}-${round}-${text}`, source, 1, {
          env: { TEXT: text, WORKERS: String(threads) },
        });
      const without = await job("off");
      const search = await searchSeconds(source, threads);
      const more = await job("risk") - without;
      added.push(more);
      searches.push(search);
      shares.push(more / search);
    }
    figures.push(
      { what: `${threads} threads: seconds that TEXT=risk adds`, value: spread(added, 1) },
      { what: "  seconds of the search alone", value: spread(searches, 1) },
      { what: "  added time, search alone = 1", value: spread(shares) },
    );
  }
  return figures;
}

/** They leave with TEXT=off, too, because their header says that they show no text. */
function ultrasound(folder: number, images: number): LoadFile[] {
  const [rows, columns] = size;
  const { pixels } = tissueFrame(rows, columns);
  const more = [ascii(0x00280301, "CS", "NO")];
  return Array.from({ length: images }, (_, at) => {
    const instance = `1.2.3.${folder}.${at + 1}`;
    const image = { rows, columns, frames: 1, bits: 8, vr: "OB", instance, more } as const;
    return { name: `${atRisk}${at}.dcm`, bytes: nativeImage(image, pixels) };
  });
}

function ct(folder: number): Iterable<LoadFile> {
  return syntheticStudy({ number: folder, images: 50, size: 64 });
}

/** The time in which threads search all images at risk, divided equally between them. */
async function searchSeconds(source: string, threads: number): Promise<number> {
  const paths = filesBelow(source).filter((path) => path.includes(atRisk));
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: threads }, (_, thread) => {
    const own = paths.filter((_, at) => at % threads === thread);
    return searchInThread(own.map((path) => `${source}/${path}`));
  }));
  return (performance.now() - startedAt) / 1000;
}

async function searchInThread(paths: readonly string[]): Promise<void> {
  const worker = new Worker(import.meta.resolve("./search_thread.ts"), { type: "module" });
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(paths);
  });
  worker.terminate();
}
