import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { isUncompressed } from "../../dicom/transfer_syntax.ts";
import type { CodecHolder } from "../codecs/codec_libraries.ts";
import { frameDecoder } from "../codecs/decode_frames.ts";
import { type DecodeFrame, UnreadableFrame } from "../frames/decoded_frame.ts";
import { framesOf } from "../frames/frames_of.ts";
import { paletteOf } from "./palette.ts";
import { type PlainFrame, plainFrame } from "./plain_frame.ts";

/**
 * The frames of an image in grey or RGB, read one at a time; with `only`, counted from 0, no other
 * is read. The codecs are loaded if they are needed. Rejects with UnreadableFrame, and so does the
 * next frame.
 */
export async function plainFramesOf(
  image: ImageHeader,
  codecs: CodecHolder,
  only?: number,
  decoderFor = frameDecoder,
): Promise<Generator<PlainFrame>> {
  const { header, facts: { pixels } } = image;
  const isNative = isUncompressed(header.transferSyntaxUID);
  const palette = pixels.photometricInterpretation === "PALETTE COLOR"
    ? paletteOf(header)
    : undefined;
  const { bitsAllocated = 8, bitsStored = bitsAllocated, highBit = bitsStored - 1 } = pixels;
  const shift = isNative ? Math.max(0, highBit + 1 - bitsStored) : 0;
  const decode = isNative
    ? refuseToDecode
    : await decoderOf(header.transferSyntaxUID, codecs, decoderFor);
  return plainFrames();

  function* plainFrames(): Generator<PlainFrame> {
    for (const decoded of framesOf(image, decode, only)) yield plainFrame(decoded, palette, shift);
  }
}

function refuseToDecode(): never {
  throw new UnreadableFrame("its pixel data are compressed");
}

async function decoderOf(
  transferSyntaxUID: string,
  holder: CodecHolder,
  decoderFor: typeof frameDecoder,
): Promise<DecodeFrame> {
  if (!holder.codecs) await holder.load();
  const { codecs } = holder;
  const decode = codecs && decoderFor(transferSyntaxUID, codecs);
  if (!decode) throw new UnreadableFrame("its transfer syntax cannot be decoded");
  return decode;
}
