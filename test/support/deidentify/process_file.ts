import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { imageTools } from "./image_tools.ts";

/** What processing a file took, and what became of it. */
export interface Costs {
  /** Of all threads of the process, in seconds. */
  readonly cpuSeconds: number;
  /** The most memory that the whole process had. */
  readonly peakMegabytes: number;
  readonly outcome: string;
}

/** Processes the only file of a folder as a thread does, and prints its costs. */
if (import.meta.main) {
  const [folder = "", staged = ""] = Deno.args;
  const before = cpuSeconds();
  const task = { folder, staged, code: "B-1", files: [] };
  const tools = imageTools();
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  const size = outcome.kind === "image" ? JSON.stringify(outcome.row).length : 0;
  const [, peak] = /^VmHWM:\s+(\d+)/m.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
  const costs: Costs = {
    cpuSeconds: cpuSeconds() - before,
    peakMegabytes: Number(peak) / 1000,
    outcome: outcome.kind === "image" && size > 0 ? "image" : "",
    ...(outcome.kind === "skipped" ? { outcome: outcome.skipped.code } : {}),
  };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(costs)));
}

function cpuSeconds(): number {
  const [, fields = ""] = Deno.readTextFileSync("/proc/self/stat").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / 100;
}
