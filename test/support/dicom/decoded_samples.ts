import { readHeader } from "../../../src/dicom/read/read_header.ts";
import * as Tag from "../../../src/dicom/tag.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { run } from "../tools.ts";
import type { Compression } from "./compressed_images.ts";

/** The samples of a compressed file as another program decodes them, a pixel's together. */
export async function decodedSamples(
  path: string,
  { decode: [program = "", ...options] }: Compression,
  shape: FrameShape,
): Promise<Uint8Array> {
  const to = `${path}.native`;
  await run(program, [...options, path, to]);
  using file = Deno.openSync(to);
  const header = readHeader(file);
  const pixels = header.find(Tag.PixelData);
  if (!pixels) throw new TypeError("pixel data is there");
  const bytes = Deno.readFileSync(to).slice(pixels.valueStart, pixels.valueEnd);
  if (header.number(Tag.PlanarConfiguration) !== 1) return bytes;
  const size = shape.rows * shape.columns * shape.samples * shape.bytesPerSample;
  const frames = Array.from(
    { length: Math.floor(bytes.length / size) },
    (_, at) => [...pixelsOf(bytes.subarray(at * size, (at + 1) * size), shape)],
  );
  return Uint8Array.from(frames.flat());
}

/** A frame of planes with the samples of a pixel together. */
function pixelsOf(frame: Uint8Array, { samples, bytesPerSample }: FrameShape): Uint8Array {
  const pixels = frame.length / samples / bytesPerSample;
  return Uint8Array.from(frame, (_, at) => {
    const sample = Math.floor(at / bytesPerSample);
    const place = (sample % samples) * pixels + Math.floor(sample / samples);
    return frame[place * bytesPerSample + at % bytesPerSample] ?? 0;
  });
}
