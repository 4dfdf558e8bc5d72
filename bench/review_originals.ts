import { join } from "node:path";
import type { Sql } from "../src/database/connect/sql.ts";
import { originalName } from "../src/output/quarantine.ts";
import { encodeJpegLs } from "../src/pixels/codecs/encode_jpeg_ls.ts";
import { CodecHolder, codecsPath } from "../src/pixels/codecs/codec_libraries.ts";
import type { FrameShape } from "../src/pixels/frames/frame_shape.ts";
import { compressedImage } from "../test/support/dicom/compressed_images.ts";
import { nativeImage } from "../test/support/dicom/native_image.ts";
import { sampleFrame } from "../test/support/dicom/sample_frames.ts";

const grey = { samples: 1, bytesPerSample: 1, bitsStored: 8, isSigned: false };
const us: FrameShape = { ...grey, rows: 768, columns: 1024, samples: 3, colours: "RGB" };
const cine: FrameShape = { ...grey, rows: 480, columns: 640, colours: "MONOCHROME2" };
const deep = { ...grey, bytesPerSample: 2, bitsStored: 12, colours: "MONOCHROME2" };
const mammogram: FrameShape = { ...deep, rows: 4096, columns: 3328 };
const slice: FrameShape = { ...deep, rows: 512, columns: 512 };

/** The Batch of the originals. */
export const originalsOf = "B-0";

/** A copy in the quarantine, whose row says that it waits. */
export interface Original {
  readonly kind: string;
  readonly sha256: string;
  /** The address of its page. */
  readonly path: string;
}

/** Writes an original of each kind, of one Batch. */
export async function writeOriginals(sql: Sql, quarantine: string): Promise<Original[]> {
  const holder = new CodecHolder(codecsPath());
  await holder.load();
  const options = { hasColourTransform: false, isByResolution: false };
  const frame = sampleFrame(slice, "smooth", 1);
  const j2k = holder.codecs?.encode("encodeJpeg2000", frame, slice, options);
  const large = encodeJpegLs(sampleFrame(mammogram, "smooth", 1), mammogram, 12, false);
  const kinds: readonly (readonly [string, Uint8Array])[] = [
    ["ultrasound in colour, 1024 x 768", native(us)],
    ["ultrasound, 640 x 480, the first of 20 frames", native(cine, 20)],
    [
      "12 bits, 512 x 512, JPEG 2000",
      compressedImage(
        { shape: slice, frames: 1 },
        "1.2.840.10008.1.2.4.90",
        [j2k ?? new Uint8Array(0)],
      ),
    ],
    ["mammogram, 12 bits, 3328 x 4096, native", native(mammogram)],
    [
      "mammogram, 12 bits, 3328 x 4096, JPEG-LS",
      compressedImage(
        { shape: mammogram, frames: 1 },
        "1.2.840.10008.1.2.4.80",
        [large],
      ),
    ],
  ];
  Deno.mkdirSync(`${quarantine}/${originalsOf}`, { recursive: true });
  const rows = await sql<{ number: number; sha256: string }[]>`
    select file_number as number, sha256 from review_image join batch b on b.id = batch_id
    where code = ${originalsOf} order by number`;
  return kinds.map(([kind, bytes], at) => {
    const { number, sha256 } = rows[at] ?? { number: 0, sha256: "" };
    Deno.writeFileSync(join(quarantine, originalsOf, originalName(sha256)), bytes);
    return { kind, sha256, path: `/review/${originalsOf}/${number}` };
  });
}

function native(shape: FrameShape, frames = 1): Uint8Array {
  const { rows, columns, samples, bytesPerSample, bitsStored, colours } = shape;
  const frame = sampleFrame(shape, "smooth", 1);
  const pixels = new Uint8Array(frames * frame.length);
  for (let at = 0; at < frames; at++) pixels.set(frame, at * frame.length);
  const bits = 8 * bytesPerSample;
  return nativeImage(
    { rows, columns, frames, bits, stored: bitsStored, samples, colours },
    pixels,
  );
}
