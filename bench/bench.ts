import { fullJob, largeImages, smallImages } from "./full_job.ts";
import { watchLatency } from "./watch_latency.ts";
import { rescan } from "./rescan.ts";
import { manyFolders } from "./many_folders.ts";

/** One figure of a benchmark. */
export interface Figure {
  readonly what: string;
  readonly value: string;
}

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  latency: watchLatency,
  rescan,
  folders: manyFolders,
  large: () => fullJob(largeImages),
  small: () => fullJob(smallImages),
};

const names = Deno.args.length > 0 ? Deno.args : Object.keys(benches);
for (const name of names) {
  const bench = benches[name];
  if (!bench) {
    // deno-lint-ignore no-console
    console.error(`there is no bench ${name}; known: ${Object.keys(benches).join(", ")}`);
    Deno.exit(2);
  }
  // deno-lint-ignore no-console
  for (const { what, value } of await bench()) console.log(`${what.padEnd(64)} ${value}`);
}
