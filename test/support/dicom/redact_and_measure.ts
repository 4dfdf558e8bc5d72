import { screened } from "./redact_compressed.ts";

/** What redacting the file `x` of a directory took. */
export interface RedactionCosts {
  readonly outcome: string;
  /** Of the output, below `out`. */
  readonly path: string;
  /** The most memory that the whole process had. */
  readonly peakMegabytes: number;
  readonly seconds: number;
}

/** Redacts the file in a process of its own, and prints the costs. */
if (import.meta.main) {
  const [directory = ""] = Deno.args;
  const startedAt = performance.now();
  const outcome = await screened(directory);
  const seconds = (performance.now() - startedAt) / 1000;
  const [, peak] = /^VmHWM:\s+(\d+)/m.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
  const costs: RedactionCosts = {
    outcome: outcome.kind === "image" ? "image" : outcome.skipped.reason,
    path: outcome.kind === "image" ? outcome.row.path : "",
    peakMegabytes: Number(peak) / 1000,
    seconds,
  };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(costs)));
}
