import { ascii, encodeFile, plainEncodings } from "../test/support/dicom/encode_data_set.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import { cost } from "./cost.ts";
import { fullJob } from "./dicom_intake.ts";
import type { Figure } from "./figure.ts";

const frame = new Uint8Array(512 * 512 * 2).fill(77);
const frames = Math.ceil(2e9 / frame.length);

/**
 * The full job for one multi-frame file of 2 GB, compared with `cp` and `sync` of the same file.
 */
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

/** Writes 2 GB of frames with 512 × 512 samples of 16 bits. */
function writeMultiFrame(path: string): void {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("there is an explicit encoding");
  const short = (tag: number, value: number) => ({
    tag,
    vr: "US",
    value: Uint8Array.of(value & 0xff, value >> 8),
  });
  const header = encodeFile([
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2.1"),
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00100010, "PN", "DOE^JANE"),
    short(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ascii(0x00280008, "IS", String(frames)),
    short(0x00280010, 512),
    short(0x00280011, 512),
    short(0x00280100, 16),
    short(0x00280101, 16),
    short(0x00280102, 15),
    { tag: 0x7fe00010, vr: "OW", value: new Uint8Array(0) },
  ], explicit);
  const view = new DataView(header.buffer, header.byteOffset);
  view.setUint32(header.length - 4, frames * frame.length, true);
  using file = Deno.openSync(path, { create: true, write: true });
  file.writeSync(header);
  for (let written = 0; written < frames; written++) file.writeSync(frame);
}
