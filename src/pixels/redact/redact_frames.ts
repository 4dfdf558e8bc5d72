import { type Element, itemTag } from "../../dicom/element.ts";
import type { ByteReader } from "../../dicom/read/byte_window.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";
import { encodeHead } from "../../dicom/write/encode_element.ts";
import type { Codecs } from "../codecs/codec_libraries.ts";
import { codedShape, isDescribedAlike, type LosslessCodec } from "../codecs/lossless_codec.ts";
import { type Frame, readFrame } from "../frames/find_frames.ts";
import type { FrameShape } from "../frames/frame_shape.ts";

const mebi = 1 << 20;
/** The largest frame that is decoded, in bytes, compressed or not. */
export const largestFrame = 64 * mebi;
/** The largest compressed pixel data that is written again, in bytes. It is kept in memory. */
const largestPixelData = 256 * mebi;
const explicitLittle = { littleEndian: true, explicitVR: true };

/** Compressed pixel data of which every frame can be decoded alone. */
export interface CompressedFrames {
  readonly element: Element;
  readonly source: ByteReader;
  readonly frames: readonly Frame[];
  readonly shape: FrameShape;
  readonly codec: LosslessCodec;
}

/**
 * Redacts every frame of losslessly compressed pixel data, one at a time: it is decoded, edited
 * with `redact`, encoded in the same transfer syntax, and decoded again with other code than the
 * encoder's. Returns the new element, with a basic offset table, or the reason if a sample differs
 * or a frame cannot be decoded or encoded.
 */
export function redactFrames(
  { element, source, frames, shape, codec }: CompressedFrames,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
): MadeElement | string {
  const encoded: Uint8Array[] = [];
  let size = 0;
  for (const frame of frames) {
    const stream = readFrame(source, frame, largestFrame);
    if (!stream) return "a frame is larger than 64 MB or cut off";
    const redacted = redactFrame(stream, shape, codec, redact, codecs);
    if (typeof redacted === "string") return redacted;
    encoded.push(redacted);
    size += redacted.length;
    if (size > largestPixelData) return "its compressed pixel data would exceed 256 MB";
  }
  return encapsulate(element, encoded);
}

function redactFrame(
  stream: Uint8Array,
  shape: FrameShape,
  codec: LosslessCodec,
  redact: (frame: Uint8Array) => void,
  codecs: Codecs,
): Uint8Array | string {
  const refused = codec.refuse(stream, shape);
  if (refused) return refused;
  const coded = codedShape(stream, shape);
  const frame = attempt(() => codec.decode(stream, coded, codecs));
  if (!frame) return "a frame cannot be decoded";
  redact(frame);
  const encoded = attempt(() => codec.encode(frame, coded, stream, codecs));
  if (!encoded || !isDescribedAlike(stream, encoded)) {
    return "a frame cannot be encoded with its precision and colours";
  }
  const written = attempt(() => codec.verify(encoded, coded, codecs));
  if (!written || !isEqual(written, frame)) {
    return "it is not proved that its other samples stay the same";
  }
  return encoded;
}

/** The errors of the libraries have no classes. */
function attempt(act: () => Uint8Array): Uint8Array | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** Offset table and fragments (PS3.5 A.4), one fragment for each frame. */
function encapsulate({ tag }: Element, frames: readonly Uint8Array[]): MadeElement {
  const sizes = frames.map(({ length }) => length + length % 2);
  const table = new Uint8Array(4 * frames.length);
  const offsets = new DataView(table.buffer);
  let next = 0;
  for (const [index, size] of sizes.entries()) {
    offsets.setUint32(4 * index, next, true);
    next += 8 + size;
  }
  const value = new Uint8Array(8 + table.length + next);
  value.set(encodeHead(itemTag, "", table.length, explicitLittle), 0);
  value.set(table, 8);
  let at = 8 + table.length;
  for (const [index, frame] of frames.entries()) {
    value.set(encodeHead(itemTag, "", sizes[index] ?? 0, explicitLittle), at);
    value.set(frame, at + 8);
    at += 8 + (sizes[index] ?? 0);
  }
  return { tag, vr: "OB", value, isEncapsulated: true };
}
