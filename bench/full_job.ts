import { IntakeUnderTest } from "../test/support/intake.ts";
import { filesBelow } from "../test/support/output_tree.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import { syntheticStudy } from "../src/demo/synthetic_study.ts";
import type { Figure } from "./bench.ts";
import { peers } from "./peers.ts";
import { quantile } from "./quantile.ts";
import { seconds } from "./seconds.ts";

/** What is sent: folders of equal synthetic CT images. */
export interface Load {
  readonly folders: number;
  readonly images: number;
  /** Rows and columns. */
  readonly size: number;
}

export const largeImages: Load = { folders: 20, images: 100, size: 512 };
export const smallImages: Load = { folders: 200, images: 50, size: 16 };

const rounds = 3;

/**
 * Everything done to the folders of an inbox, beside `cp -r` of the same data in the same run.
 * The program is measured from its start to its end, database and all, and from the first claim
 * to the last Batch done.
 */
export async function fullJob(load: Load): Promise<Figure[]> {
  using directory = tempDir();
  const source = `${directory.path}/source`;
  fill(source, load);
  const bytes = filesBelow(source).reduce((sum, path) => sum + sizeOf(`${source}/${path}`), 0);
  const count = load.folders * load.images;
  await touchMemory(`${directory.path}/zeros`, bytes);
  const [copied, synced, whole, jobs]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 1; round <= rounds; round++) {
    await run("sync", []);
    const copy = await seconds("cp", ["-r", source, `${directory.path}/copy-${round}`]);
    copied.push(copy);
    synced.push(copy + await seconds("sync", []));
    const { all, job } = await intakeSeconds(`${directory.path}/${round}`, source);
    whole.push(all);
    jobs.push(job);
  }
  const [copy, sync, all, job] = [median(copied), median(synced), median(whole), median(jobs)];
  const rate = (time: number): string =>
    `${time.toFixed(2)} s, ${(count / time).toFixed(0)} images/s, ${
      (bytes / time / 1e6).toFixed(0)
    } MB/s`;
  const name = `${load.folders} × ${load.images} images of ${(bytes / count / 1000).toFixed(1)} KB`;
  const figures = [
    { what: `${name}: cp -r`, value: rate(copy) },
    { what: "  cp -r and sync", value: rate(sync) },
    { what: "  queue, whole process", value: rate(all) },
    { what: "  queue, first claim to last Batch", value: rate(job) },
    { what: "  speed of the job, cp -r = 1", value: (copy / job).toFixed(2) },
    { what: "  speed of the job, cp -r and sync = 1", value: (sync / job).toFixed(2) },
  ];
  for (const peer of peers) {
    if (!await peer.isThere()) {
      figures.push({ what: `  ${peer.name}`, value: "not installed" });
      continue;
    }
    await run("sync", []);
    const time = await peer.seconds(source, `${directory.path}/${peer.name}`);
    figures.push({ what: `  ${peer.name}, not durable`, value: rate(time) });
  }
  return figures;
}

/**
 * A virtual machine may have given free memory back: whoever fills the page cache first pays
 * for it. Pays beforehand, for twice what one round writes and all others.
 */
async function touchMemory(path: string, bytes: number): Promise<void> {
  const megabytes = Math.ceil(bytes * 2 * (rounds + 1) / 2 ** 20);
  await run("dd", ["if=/dev/zero", `of=${path}`, "bs=1M", `count=${megabytes}`, "status=none"]);
  Deno.removeSync(path);
}

function fill(directory: string, { folders, images, size }: Load): void {
  for (let number = 1; number <= folders; number++) {
    Deno.mkdirSync(`${directory}/ST-${number}`, { recursive: true });
    for (const file of syntheticStudy({ number, images, size })) {
      Deno.writeFileSync(`${directory}/ST-${number}/${file.name}`, file.bytes);
    }
  }
}

/** Runs the cached queue over an inbox, with a key and a catalogue that are there already. */
async function intakeSeconds(
  directory: string,
  inbox: string,
): Promise<{ all: number; job: number }> {
  const intake = new IntakeUnderTest(directory, { DATA_BASE: inbox, SETTLE: "0" });
  await intake.run("status");
  const database = await intake.database();
  try {
    await run("sync", []);
    const startedAt = performance.now();
    await using queue = intake.start("queue");
    await queue.until(({ event }) => event === "queue.refilled");
    const refilledAt = performance.now();
    const { success } = await queue.status();
    const endedAt = performance.now();
    if (!success) throw new Error(`queue failed: ${JSON.stringify(queue.log.at(-1))}`);
    return { all: (endedAt - startedAt) / 1000, job: (endedAt - refilledAt) / 1000 };
  } finally {
    await database.close();
  }
}

function median(values: readonly number[]): number {
  return quantile([...values].sort((a, b) => a - b), 0.5);
}

function sizeOf(path: string): number {
  return Deno.statSync(path).size;
}
