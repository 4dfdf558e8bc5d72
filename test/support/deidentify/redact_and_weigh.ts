import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { imageTools } from "./image_tools.ts";

// Run by large_native_test.ts in a process of its own: redacts the file `x` of a folder, and prints
// the most memory that the process ever had, in bytes.

const [folder = "", staged = ""] = Deno.args;
const text =
  "FORMAT dicom\n%filter graylist\nLABEL known\n  present Rows\n  coordinates 0,0,900,40";
const { recipes } = recipesOf({ file: "site.dicom", text });
const task = { folder, staged, code: "B-1", files: [] };
const entry = { number: 1, path: "x", isFile: true };
const outcome = await processImage(task, entry, { ...imageTools(), recipes });
if (outcome.kind !== "image") throw new Error(outcome.skipped.reason);
const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
const result = { peak: Number(kilobytes) * 1024, path: outcome.row.path };
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
