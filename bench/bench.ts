import { coldStart } from "./cold_start.ts";
import { contest } from "./contest.ts";
import { deidentifyAlone, fullJob } from "./dicom_intake.ts";
import type { Figure } from "./figure.ts";
import { gate } from "./gate.ts";
import { growth } from "./growth.ts";
import { idleReaders } from "./idle_readers.ts";
import { knownFolders } from "./recorded_folders.ts";
import { largeImages, type Load, smallFolders, smallImages } from "./load.ts";
import { manyFolders } from "./many_folders.ts";
import { marginal } from "./marginal.ts";
import { multiFrame } from "./multi_frame.ts";
import { celeryPipeline } from "./peers/celery.ts";
import { dicomTools } from "./peers/dicom_tools.ts";
import { orthancIngest } from "./peers/orthanc.ts";
import { processes } from "./processes.ts";
import { profile } from "./profile.ts";
import { realisticLoads } from "./realistic_loads.ts";
import { redaction } from "./redaction.ts";
import { rescan } from "./rescan.ts";
import { reviewPages } from "./review.ts";
import { rounds } from "./rounds.ts";
import { scrolling } from "./scrolling.ts";
import { stages } from "./stages.ts";
import { textSearch } from "./text_search.ts";
import { threadWork } from "./thread_work.ts";
import { watchLatency } from "./watch_latency.ts";
import { webScale } from "./web_scale.ts";

const chosen = new RegExp(Deno.env.get("BENCH_LOADS") ?? "");
/** The realistic loads that are measured in one thread. */
const chosenLoads = Object.fromEntries(
  Object.entries(realisticLoads).filter(([name]) => chosen.test(name)),
);
const only = new RegExp(Deno.env.get("BENCH_ONLY") ?? "");
const contenders = [...dicomTools, deidentifyAlone, fullJob, orthancIngest, celeryPipeline]
  .filter(({ name }, place) => place === 0 || only.test(name));

const benches: Readonly<Record<string, () => Promise<Figure[] | string>>> = {
  latency: watchLatency,
  start: coldStart,
  rescan,
  known: knownFolders,
  folders: manyFolders,
  gate,
  stages,
  thread: () => threadWork(chosenLoads),
  profile: () => profile(chosenLoads),
  ...contests({ large: largeImages, small: smallImages, tiny: smallFolders, ...realisticLoads }),
  "multi-frame": multiFrame,
  redaction,
  text: textSearch,
  processes,
  growth,
  readers: idleReaders,
  web: webScale,
  review: reviewPages,
  viewer: scrolling,
};

/** Two benchmarks for each load: `ct`, and `ct:warm` for what further images cost. */
function contests(
  loads: Readonly<Record<string, Load>>,
): Readonly<Record<string, () => Promise<string>>> {
  return Object.fromEntries(
    Object.entries(loads).flatMap(([name, load]) => [
      [name, () => contest(load, contenders, rounds, report)],
      [`${name}:warm`, () => marginal(load, contenders, rounds, report)],
    ]),
  );
}

function report(what: string): void {
  // deno-lint-ignore no-console
  console.error(what);
}

const names = Deno.args.length > 0 ? Deno.args : Object.keys(benches);
for (const name of names) {
  const bench = benches[name];
  if (!bench) {
    // deno-lint-ignore no-console
    console.error(`there is no bench ${name}; known: ${Object.keys(benches).join(", ")}`);
    Deno.exit(2);
  }
  const result = await bench();
  const text = typeof result === "string"
    ? result
    : result.map(({ what, value }) => `${what.padEnd(74)} ${value}`).join("\n");
  // deno-lint-ignore no-console
  console.log(text);
}
