import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "./image_tools.ts";

// Run by large_file_test.ts in a process of its own: de-identifies a file, and prints the most
// memory that the process ever had, in bytes.

const [source = "", destination = ""] = Deno.args;
const { skipped } = await deidentifyFile(source, destination, "B-1", imageTools());
if (skipped.length > 0) throw new Error(skipped[0]?.reason);
const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
Deno.stdout.writeSync(new TextEncoder().encode(`${Number(kilobytes) * 1024}\n`));
