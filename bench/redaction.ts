import { withCodecs } from "../src/pipeline/image/image_codecs.ts";
import { processImage } from "../src/pipeline/image/process_image.ts";
import { recipesOf } from "../src/pipeline/image/recipes.ts";
import { CodecHolder, codecsPath, openCodecs } from "../src/pixels/codecs/codec_libraries.ts";
import type { FrameShape } from "../src/pixels/frames/frame_shape.ts";
import { imageTools } from "../test/support/deidentify/image_tools.ts";
import { compressedImage } from "../test/support/dicom/compressed_images.ts";
import { nativeImage } from "../test/support/dicom/native_image.ts";
import { syntaxes } from "../test/support/dicom/pixel_cases.ts";
import { sampleFrame } from "../test/support/dicom/sample_frames.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const [frames, rounds] = [20, 5];
const shape: FrameShape = {
  rows: 512,
  columns: 512,
  samples: 1,
  bytesPerSample: 2,
  bitsStored: 12,
  isSigned: false,
  colours: "MONOCHROME2",
};
/** Programs that decode a file and encode it again; none encodes HTJ2K or JPEG XL here. */
const others: Readonly<Record<string, readonly [string, string]>> = {
  explicit: ["cp", "cp"],
  "RLE": ["dcmdrle", "dcmcrle"],
  "JPEG lossless .57": ["dcmdjpeg", "dcmcjpeg +el +sv 1"],
  "JPEG lossless .70": ["dcmdjpeg", "dcmcjpeg +e1"],
  "JPEG-LS .80": ["dcmdjpls", "dcmcjpls +el"],
  "JPEG 2000 .90": ["gdcmconv --raw", "gdcmconv --j2k"],
  "HTJ2K .201": ["", ""],
  "JPEG XL .110": ["", ""],
};
const text =
  "FORMAT dicom\n%filter graylist\nLABEL known\n  present Rows\n  coordinates 0,0,512,40";
const { recipes } = recipesOf({ file: "site.dicom", text });

/**
 * Frames a second of redaction in one thread, verification included, for each transfer syntax; and
 * of other programs that only decode and encode, in the same rounds.
 */
export async function redaction(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const holder = new CodecHolder(codecsPath());
  for (const [name, programs] of Object.entries(others)) {
    using directory = tempDir();
    const { path } = directory;
    await writeImage(`${path}/x`, name);
    const [own, other]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      own.push(await seconds(() => redact(path, holder)));
      Deno.removeSync(`${path}/out`, { recursive: true });
      if (programs[0] !== "") other.push(await seconds(() => recode(path, programs)));
    }
    figures.push({
      what: `${name}: redacted and verified`,
      value: `${perSecond(own)} frames/s`,
    });
    if (programs[0] === "") continue;
    figures.push({ what: `  ${programs.join(", then ")}`, value: `${perSecond(other)} frames/s` });
  }
  return figures;
}

async function writeImage(path: string, name: string): Promise<void> {
  const codecs = await openCodecs(codecsPath());
  const images = Array.from({ length: frames }, (_, at) => sampleFrame(shape, "smooth", at));
  const { uid = "", encode } = syntaxes[name] ?? {};
  const bytes = encode
    ? compressedImage({ shape, frames }, uid, images.map((one) => encode(one, shape, codecs)))
    : nativeImage(
      { ...shape, frames, bits: 16, stored: 12 },
      new Uint8Array(512 * 512 * 2 * frames),
    );
  Deno.writeFileSync(path, bytes);
}

async function redact(path: string, holder: CodecHolder): Promise<void> {
  const tools = { ...imageTools(), recipes, codecs: holder };
  const task = { folder: path, staged: `${path}/out`, code: "B-1", files: [] };
  const entry = { number: 1, path: "x", isFile: true };
  const outcome = await withCodecs(tools, () => processImage(task, entry, tools));
  if (outcome.kind !== "image") throw new Error(outcome.skipped.reason);
}

async function recode(path: string, [decode, encode]: readonly [string, string]): Promise<void> {
  const steps = [[decode, "x", "native"], [encode, "native", "again"]] as const;
  for (const [command, from, to] of steps) {
    const [program = "", ...options] = command.split(" ");
    await run(program, [...options, `${path}/${from}`, `${path}/${to}`]);
  }
}

async function seconds(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
}

function perSecond(times: readonly number[]): string {
  return (frames / quantile(times.toSorted((a, b) => a - b), 0.5)).toFixed(0);
}
