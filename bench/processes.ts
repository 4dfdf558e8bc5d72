import { slowedDown } from "../test/support/host/strace.ts";
import { stowServer } from "../test/support/servers/stow_server.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { jobSeconds, type Surroundings } from "./job_seconds.ts";
import { type Load, makeLoad, smallImages } from "./load.ts";
import { rounds } from "./rounds.ts";
import { spread } from "./spread.ts";

const syncMs = 20;
const answerMs = 100;

/**
 * Processes the same folders alternately with one process of one thread and with two: on this
 * machine, and with a disk or a target whose delays do not depend on the number of processors.
 */
export async function processes(): Promise<Figure[]> {
  const few = { ...smallImages, folders: 10 };
  await using slow = await stowServer(() =>
    new Promise((resolve) => setTimeout(() => resolve("store"), answerMs))
  );
  return [
    ...await oneAndTwo("this machine", smallImages, {}),
    ...await oneAndTwo(`a disk that takes ${syncMs} ms more to sync`, few, {
      words: slowedDown("fdatasync,fsync", syncMs),
    }),
    ...await oneAndTwo(`a DICOMweb target that answers after ${answerMs} ms`, few, {
      env: { DELIVER_TO: `dicomweb+http://${slow.host}` },
    }),
  ];
}

async function oneAndTwo(what: string, load: Load, given: Surroundings): Promise<Figure[]> {
  using directory = tempDir();
  const source = `${directory.path}/source`;
  makeLoad(source, load);
  const alone: number[] = [];
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    alone.push(await jobSeconds(`${directory.path}/${round}-1`, source, 1, given));
    const both = await jobSeconds(`${directory.path}/${round}-2`, source, 2, given);
    ratios.push((alone.at(-1) ?? NaN) / both);
  }
  const images = load.folders * load.images;
  const speeds = alone.map((seconds) => images / seconds);
  return [
    { what: `${what}: one process of one thread, images/s`, value: spread(speeds, 0) },
    { what: "  two of them, one = 1", value: spread(ratios) },
  ];
}
