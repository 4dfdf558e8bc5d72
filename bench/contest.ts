import { tempDir } from "../test/support/temp_dir.ts";
import type { Contender } from "./contender.ts";
import type { Cost } from "./cost.ts";
import { installPeers } from "./install_peers.ts";
import { type Load, makeLoad } from "./load.ts";
import { readAndSync, touchMemory } from "./page_cache.ts";
import { median, spread } from "./spread.ts";

/** A contender that takes longer than this runs in the first rounds only. */
const slowSeconds = 60;
const roundsOfSlow = 2;

/**
 * Runs contenders in turn on the same files, round by round, so that other load on the machine
 * affects all of them equally. The times of a round are compared with that of its first contender,
 * which is the lower limit. Nothing is deleted before the end, because a file system that has just
 * freed many inodes creates new ones slowly.
 */
export async function contest(
  load: Load,
  contenders: readonly Contender[],
  rounds: number,
  report: (what: string) => void,
): Promise<string> {
  await installPeers();
  using directory = tempDir();
  const source = `${directory.path}/source`;
  const bytes = makeLoad(source, load);
  const available = contenders.filter(({ missing }) => !missing?.());
  await touchMemory(`${directory.path}/zeros`, bytes);
  const results = new Map<string, Cost[]>(available.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [place, { name, run: start }] of available.entries()) {
      const known = results.get(name) ?? [];
      if (known.length >= roundsOfSlow && (known[0]?.seconds ?? 0) > slowSeconds) continue;
      await readAndSync(source);
      const result = await start(source, `${directory.path}/${round}-${place}`);
      report(`round ${round}, ${name}: ${(result.jobSeconds ?? result.seconds).toFixed(2)} s`);
      known.push(result);
    }
  }
  const lines = available.flatMap(({ name }) => linesOf(name, results, load));
  const absent = contenders.flatMap(({ name, missing }) => {
    const what = missing?.();
    return what ? [`  ${name}: not run, ${what} is missing`] : [];
  });
  const title = `${load.name}: ${load.folders} x ${load.images} images, ` +
    `${(bytes / 1e6).toFixed(0)} MB, ` +
    `${rounds} rounds; median (lowest to highest)`;
  return [title, head, ...lines, ...absent].join("\n");
}

const head = `  ${"".padEnd(50)}${"seconds".padStart(22)}${"images/s".padStart(10)}${
  "speed, limit = 1".padStart(22)
}${"CPU s".padStart(8)}${"peak MB".padStart(9)}`;

function linesOf(name: string, results: ReadonlyMap<string, Cost[]>, load: Load): string[] {
  const costs = results.get(name) ?? [];
  const limits = [...results.values()][0] ?? [];
  const line = (title: string, seconds: readonly number[]): string => {
    const speeds = seconds.map((one, round) => (limits[round]?.seconds ?? NaN) / one);
    const images = load.folders * load.images;
    return `  ${title.padEnd(50)}${spread(seconds).padStart(22)}${
      (images / median(seconds)).toFixed(0).padStart(10)
    }${spread(speeds).padStart(22)}${
      median(costs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(1).padStart(8)
    }${Math.max(...costs.map(({ peakMB }) => peakMB)).toFixed(0).padStart(9)}`;
  };
  const jobs = costs.flatMap(({ jobSeconds }) => jobSeconds === undefined ? [] : [jobSeconds]);
  return [
    line(name, costs.map(({ seconds }) => seconds)),
    ...(jobs.length > 0 ? [line("  first claim to last Batch", jobs)] : []),
  ];
}
