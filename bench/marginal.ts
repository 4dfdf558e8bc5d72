import { freeBytes } from "../src/output/free_bytes.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import type { Contender } from "./contender.ts";
import type { Cost } from "./cost.ts";
import { installPeers } from "./install_peers.ts";
import { type Load, makeLoad } from "./load.ts";
import { readAndSync, touchMemory } from "./page_cache.ts";
import { median, spread } from "./spread.ts";

/** Ext4 without a journal avoids inodes that were freed less than a minute ago. */
const restMs = 70_000;
const times = 3;

/** What a contender needed in one round for the load, and for three times as many folders. */
interface Pair {
  readonly once: Cost;
  readonly thrice: Cost;
}

/**
 * Runs contenders in turn on a load and on three times as many folders. Reports the whole run of
 * the load (cold: start, compilers and first use of everything are included), and what each image
 * between n and 3n costs (warm). Speeds are relative to the first contender in the same round.
 */
export async function marginal(
  load: Load,
  contenders: readonly Contender[],
  rounds: number,
  report: (what: string) => void,
): Promise<string> {
  await installPeers();
  using directory = tempDir();
  const [once, thrice] = [`${directory.path}/once`, `${directory.path}/thrice`];
  const bytes = makeLoad(once, load) +
    makeLoad(thrice, { ...load, folders: load.folders * times });
  const available = contenders.filter(({ missing }) => !missing?.());
  await touchMemory(`${directory.path}/zeros`, bytes);
  const results = new Map<string, Pair[]>(available.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    const outputs = `${directory.path}/round${round}`;
    await makeRoom(directory.path, round, bytes * available.length);
    Deno.mkdirSync(outputs);
    for (const [place, { name, run: start }] of available.entries()) {
      const measured = async (source: string, n: number): Promise<Cost> => {
        await readAndSync(source);
        return await start(source, `${outputs}/${place}-${n}`);
      };
      const pair = { once: await measured(once, 1), thrice: await measured(thrice, times) };
      results.get(name)?.push(pair);
      report(`round ${round}, ${name}: ${seconds(pair.once)} and ${seconds(pair.thrice)} s`);
    }
  }
  const images = load.folders * load.images;
  const title = `${load.name}: ${images} and ${images * times} images, ` +
    `${(bytes / 1e6).toFixed(0)} MB, ${rounds} rounds; median (lowest to highest)`;
  const lines = available.flatMap(({ name }) => linesOf(name, results, images));
  return [title, head, ...lines].join("\n");
}

/** Removes the outputs of earlier rounds if there is no space for another one, and waits. */
async function makeRoom(directory: string, round: number, bytes: number): Promise<void> {
  if (await freeBytes(directory) > bytes * 1.5) return;
  for (let earlier = 1; earlier < round; earlier++) {
    await run("rm", ["-rf", `${directory}/round${earlier}`]);
  }
  await run("sync", []);
  await new Promise((resolve) => setTimeout(resolve, restMs));
}

const head = `  ${"".padEnd(46)}${"seconds".padStart(22)}${"images/s".padStart(10)}${
  "speed, limit = 1".padStart(22)
}${"CPU µs an image".padStart(24)}`;

function linesOf(name: string, results: ReadonlyMap<string, Pair[]>, images: number): string[] {
  const pairs = results.get(name) ?? [];
  const limits = [...results.values()][0] ?? [];
  const line = (
    title: string,
    count: number,
    secondsOf: (pair: Pair) => number,
    cpuOf: (pair: Pair) => number,
  ): string => {
    const all = pairs.map(secondsOf);
    const speeds = all.map((one, at) => limits[at] ? secondsOf(limits[at]) / one : NaN);
    const micros = pairs.map((pair) => cpuOf(pair) / count * 1e6);
    return `  ${title.padEnd(46)}${spread(all).padStart(22)}${
      (count / median(all)).toFixed(0).padStart(10)
    }${spread(speeds).padStart(22)}${spread(micros, 0).padStart(24)}`;
  };
  return [
    line(`${name}: cold`, images, ({ once }) => elapsed(once), ({ once }) => once.cpuSeconds),
    line(
      "  warm, between n and 3n",
      images * (times - 1),
      ({ once, thrice }) => elapsed(thrice) - elapsed(once),
      ({ once, thrice }) => thrice.cpuSeconds - once.cpuSeconds,
    ),
  ];
}

/** From the first claim to the end of the last Batch, if the program has Batches. */
function elapsed({ jobSeconds, seconds }: Cost): number {
  return jobSeconds ?? seconds;
}

function seconds(cost: Cost): string {
  return elapsed(cost).toFixed(2);
}
