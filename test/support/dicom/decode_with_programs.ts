import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { swapWordBytes } from "../../../src/dicom/transfer_syntax.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import {
  type FrameShape,
  frameSize,
  withoutPlanes,
} from "../../../src/pixels/frames/frame_shape.ts";
import { run } from "../tools.ts";
import { type PixelCase, unpacked } from "./pixel_cases.ts";

/** The frames of a file as another program decodes them, with the samples of a pixel together. */
export async function decoded(path: string, one: PixelCase): Promise<Uint8Array[]> {
  const { syntax: { decoders, decoderOf }, kind: { shape, isPacked }, frames } = one;
  const decoder = decoderOf[one.kindName] ?? one.number % decoders.length;
  const [program = "", ...options] = (decoders[decoder] ?? "").split(" ");
  if (program === "opj_decompress" || program === "djxl") {
    return await decodedStreams(path, program, one);
  }
  const to = `${path}.native`;
  await run(program, [...options, path, to]);
  using file = Deno.openSync(to);
  const header = readHeader(file);
  const element = header.find(0x7fe00010);
  assert.ok(element);
  const value = Deno.readFileSync(to).subarray(element.valueStart, element.valueEnd);
  const size = frameSize(shape);
  const bytes = isPacked ? unpacked(value, size * frames) : value;
  const isPlanar = shape.samples > 1 && imageFacts(header).pixels.planarConfiguration === 1;
  return Array.from({ length: frames }, (_, at) => {
    const frame = bytes.slice(at * size, (at + 1) * size);
    return isPlanar ? withoutPlanes(frame, shape) : frame;
  });
}

/** These programs decode streams. */
async function decodedStreams(
  path: string,
  program: "opj_decompress" | "djxl",
  one: PixelCase,
): Promise<Uint8Array[]> {
  const { kind: { shape }, frames: count } = one;
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const element = header.find(0x7fe00010);
  const frames = element && findFrames(header, element, count);
  assert.ok(Array.isArray(frames));
  return await Array.fromAsync(frames, async (frame, at) => {
    const stream = readFrame(header.source(), frame, 1 << 20);
    assert.ok(stream);
    const to = `${path}.${at}`;
    if (program === "djxl") {
      Deno.writeFileSync(`${to}.jxl`, stream);
      await run("djxl", ["--quiet", `${to}.jxl`, `${to}.ppm`]);
      return samplesOfPnm(Deno.readFileSync(`${to}.ppm`), shape);
    }
    Deno.writeFileSync(`${to}.j2k`, stream);
    await run("opj_decompress", ["-i", `${to}.j2k`, "-o", `${to}.rawl`]);
    return withoutPlanes(Deno.readFileSync(`${to}.rawl`), shape); // a plane for each colour
  });
}

/** The samples of a PGM or PPM, whose words are big endian. */
function samplesOfPnm(pnm: Uint8Array, shape: FrameShape): Uint8Array {
  const samples = pnm.slice(pnm.length - frameSize(shape));
  if (shape.bytesPerSample === 2) swapWordBytes(samples);
  return samples;
}
