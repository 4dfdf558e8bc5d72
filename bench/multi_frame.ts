import { syntheticStudy } from "../src/demo/synthetic_study.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import type { Figure } from "./bench.ts";
import { cost } from "./cost.ts";
import { fullJob } from "./dicom_intake.ts";

const pixelBytes = 2_000_000_000;
const piece = new Uint8Array(1 << 20).fill(77);

/** One multi-frame file of 2 GB through the full job, beside `cp` and `sync` of it. */
export async function multiFrame(): Promise<Figure[]> {
  using directory = tempDir();
  const source = `${directory.path}/source`;
  Deno.mkdirSync(`${source}/1/ST-1`, { recursive: true });
  Deno.mkdirSync(`${source}/2`);
  writeMultiFrame(`${source}/1/ST-1/large.dcm`);
  await run("sync", []);
  const copy = await cost(["sh", "-ec", `cp -r ${source} ${directory.path}/copy; sync`]);
  const job = await fullJob.run(source, `${directory.path}/job`);
  const seconds = (value: number): string => `${value.toFixed(2)} s`;
  return [
    { what: "one file of 2 GB: cp and sync", value: seconds(copy.seconds) },
    { what: "  queue, first claim to last Batch", value: seconds(job.jobSeconds ?? NaN) },
    { what: "  peak resident memory of the process", value: `${job.peakMB.toFixed(0)} MB` },
  ];
}

/** A synthetic CT whose pixel data go on for two gigabytes. */
function writeMultiFrame(path: string): void {
  const [first] = syntheticStudy({ number: 1, images: 1, size: 16 });
  if (!first) throw new TypeError("a study has images");
  const header = first.bytes.subarray(0, first.bytes.length - 16 * 16 * 2);
  const view = new DataView(header.buffer, header.byteOffset);
  view.setUint32(header.length - 4, pixelBytes, true); // its last element is OW
  using file = Deno.openSync(path, { create: true, write: true });
  file.writeSync(header);
  for (let left = pixelBytes; left > 0; left -= piece.length) {
    file.writeSync(piece.subarray(0, Math.min(left, piece.length)));
  }
}
