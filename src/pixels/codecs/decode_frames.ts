import { type DecodeFrame, UnreadableFrame } from "../frames/decoded_frame.ts";
import type { FrameShape } from "../frames/frame_shape.ts";
import type { Codecs } from "./codec_libraries.ts";
import { codedShape, type LosslessCodec, losslessCodec } from "./lossless_codec.ts";

const jpegWithLoss: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2.4.50",
  "1.2.840.10008.1.2.4.51",
]);
const jpegXl: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2.4.110",
  "1.2.840.10008.1.2.4.112",
]);
/** Samples of a frame that is only decoded, so that a thread needs less than 600 MB. */
const mostSamples = 16 << 20;

/**
 * Decodes the frames of a compressed transfer syntax; undefined if it has no decoder, such as
 * video. The function throws UnreadableFrame if a frame needs too much memory.
 */
export function frameDecoder(transferSyntaxUID: string, codecs: Codecs): DecodeFrame | undefined {
  if (jpegWithLoss.has(transferSyntaxUID)) {
    return (stream, shape) => {
      refuseAbove(mostSamples, shape);
      return codecs.decode("decodeJpeg", stream, codedShape(stream, shape));
    };
  }
  const codec = losslessCodec(transferSyntaxUID);
  if (!codec) return undefined;
  const most = jpegXl.has(transferSyntaxUID) ? codec.mostSamples : mostSamples;
  return withCodec(codec, most, codecs);
}

const fasterInLibrary = /^1\.2\.840\.10008\.1\.2\.4\.(57|70|80|81)$/;

/**
 * Decodes like {@link frameDecoder}, for pictures: lossless JPEG and JPEG-LS with a library, which
 * is faster than our own decoders.
 */
export function pictureDecoder(transferSyntaxUID: string, codecs: Codecs): DecodeFrame | undefined {
  const codec = fasterInLibrary.test(transferSyntaxUID)
    ? losslessCodec(transferSyntaxUID)
    : undefined;
  if (!codec) return frameDecoder(transferSyntaxUID, codecs);
  return (stream, shape) => {
    refuseAbove(mostSamples, shape);
    return codec.verify(stream, codedShape(stream, shape), codecs);
  };
}

function withCodec(codec: LosslessCodec, most: number, codecs: Codecs): DecodeFrame {
  return (stream, shape) => {
    refuseAbove(most, shape);
    return codec.decode(stream, codedShape(stream, shape), codecs);
  };
}

function refuseAbove(most: number, { rows, columns, samples }: FrameShape): void {
  if (rows * columns * samples <= most) return;
  throw new UnreadableFrame("its compressed frames have too many samples");
}
