import { type FrameShape, withoutPlanes } from "../frames/frame_shape.ts";
import type { Codecs } from "./codec_libraries.ts";
import { decodeJpegLossless } from "./decode_jpeg_lossless.ts";
import { decodeJpegLs } from "./decode_jpeg_ls.ts";
import { encodeJpegLossless } from "./encode_jpeg_lossless.ts";
import { encodeJpegLs } from "./encode_jpeg_ls.ts";
import { irreversible, refuseUnless } from "./refuse_unless.ts";
import { decodeRle, encodeRle } from "./rle.ts";
import { type StreamFacts, streamFacts } from "./stream_facts.ts";
import { wholeBytes } from "./whole_bytes.ts";

/** How the frames of a transfer syntax are decoded, encoded again without loss, and verified. */
export interface LosslessCodec {
  /** Samples of a frame; more would need more than 500 MB of memory. */
  readonly mostSamples: number;
  /** Throws RangeError or an error of a library if the stream is damaged. */
  decode(stream: Uint8Array, shape: FrameShape, codecs: Codecs): Uint8Array;
  /** Encodes like the original stream: the same precision, sign and colour transform. */
  encode(frame: Uint8Array, shape: FrameShape, original: Uint8Array, codecs: Codecs): Uint8Array;
  /** Decodes with code that shares nothing with the encoder. */
  verify(stream: Uint8Array, shape: FrameShape, codecs: Codecs): Uint8Array;
  /** The reason why a stream cannot be redacted, or undefined. */
  refuse(stream: Uint8Array, shape: FrameShape): string | undefined;
  /** The transfer syntax in which frames with loss are stored, without further loss. */
  readonly lossless?: string;
}

const mebi = 1 << 20;

const rle: LosslessCodec = {
  mostSamples: 16 * mebi,
  decode(stream, shape) {
    const frame = decodeRle(stream, shape);
    if (typeof frame === "string") throw new RangeError(frame);
    return frame;
  },
  encode: encodeRle,
  verify: (stream, shape, codecs) => codecs.decode("decodeRle", stream, shape),
  refuse: () => undefined,
};

const jpegLossless: LosslessCodec = {
  mostSamples: 16 * mebi,
  decode: decodeJpegLossless,
  encode: (frame, shape, original) => encodeJpegLossless(frame, shape, factsOf(original).precision),
  verify: (stream, shape, codecs) => codecs.decode("decodeJpeg", stream, shape),
  refuse: refuseUnless("jpeg lossless"),
};

const jpegLs: LosslessCodec = {
  mostSamples: 16 * mebi,
  decode: decodeJpegLs,
  encode: (frame, shape, original) => {
    const { precision, isByComponent } = factsOf(original);
    return encodeJpegLs(frame, shape, precision, isByComponent);
  },
  verify: (stream, shape, codecs) => {
    const frame = codecs.decode("decodeJpegLs", stream, shape);
    return factsOf(stream).isByComponent ? withoutPlanes(frame, shape) : frame;
  },
  refuse: refuseUnless("jpeg-ls"),
};

const jpeg2000 = reversible("jpeg 2000", {
  mostSamples: 9 * mebi,
  decode: (stream, shape, codecs) => codecs.decode("decodeJpeg2000", stream, shape),
  encode: (frame, shape, hasColourTransform, codecs) => {
    const options = { hasColourTransform, isByResolution: false };
    return codecs.encode("encodeJpeg2000", frame, shape, options);
  },
  verify: (stream, shape, codecs) => codecs.decodeWithJpx(stream, shape),
});

const htj2k = (isByResolution: boolean): LosslessCodec =>
  reversible("htj2k", {
    mostSamples: 12 * mebi,
    decode: (stream, shape, codecs) => codecs.decode("decodeHtJpeg2000", stream, shape),
    encode: (frame, shape, hasColourTransform, codecs) => {
      const options = { hasColourTransform, isByResolution };
      return codecs.encode("encodeHtJpeg2000", frame, shape, options);
    },
    verify: (stream, shape, codecs) => codecs.decode("decodeJpeg2000", stream, shape),
  });

/** The functions of libraries for JPEG 2000 with unsigned samples of 8 or 16 bits. */
interface WholeByteCodec extends Pick<LosslessCodec, "mostSamples" | "decode" | "verify"> {
  encode(
    frame: Uint8Array,
    shape: FrameShape,
    hasColourTransform: boolean,
    codecs: Codecs,
  ): Uint8Array;
}

function reversible(kind: "jpeg 2000" | "htj2k", codec: WholeByteCodec): LosslessCodec {
  return {
    mostSamples: codec.mostSamples,
    decode: (stream, shape, codecs) => {
      const whole = wholeBytes(shape);
      return whole.lower(codec.decode(whole.raisedStream(stream), whole.shape, codecs));
    },
    encode: (frame, shape, original, codecs) => {
      const whole = wholeBytes(shape);
      const { hasColourTransform } = factsOf(original);
      const raised = whole.raise(frame);
      return whole.ownStream(codec.encode(raised, whole.shape, hasColourTransform, codecs));
    },
    verify: (stream, shape, codecs) => {
      const whole = wholeBytes(shape);
      return whole.lower(codec.verify(whole.raisedStream(stream), whole.shape, codecs));
    },
    refuse: refuseUnless(kind),
  };
}

const jpegXL: LosslessCodec = {
  mostSamples: 2.5 * mebi,
  decode: (stream, shape, codecs) => codecs.decode("decodeJpegXl", stream, shape),
  encode: (frame, shape, _original, codecs) => {
    const options = { hasColourTransform: true, isByResolution: false };
    return codecs.encode("encodeJpegXl", frame, shape, options);
  },
  verify: (stream, shape, codecs) => codecs.decodeWithOxide(stream, shape),
  refuse: refuseUnless("jpeg xl"),
};

const root = "1.2.840.10008.1.2.";
const byTransferSyntax: ReadonlyMap<string, LosslessCodec> = new Map([
  [`${root}5`, rle],
  [`${root}4.57`, jpegLossless],
  [`${root}4.70`, jpegLossless],
  [`${root}4.80`, withLoss(jpegLs, `${root}4.80`)],
  [`${root}4.81`, withLoss(jpegLs, `${root}4.80`)],
  [`${root}4.90`, jpeg2000],
  [`${root}4.91`, withLoss(jpeg2000, `${root}4.90`)],
  [`${root}4.110`, jpegXL],
  [`${root}4.112`, withLoss(jpegXL, `${root}4.110`)],
  [`${root}4.201`, htj2k(false)],
  [`${root}4.202`, htj2k(true)],
  [`${root}4.203`, withLoss(htj2k(false), `${root}4.201`)],
]);

/** The codec of a transfer syntax that permits loss. */
function withLoss(codec: LosslessCodec, lossless: string): LosslessCodec {
  return {
    ...codec,
    lossless,
    decode: (stream, shape, codecs) => {
      const { isReversible, kind } = factsOf(stream);
      if (isReversible || kind === "jpeg-ls") return codec.decode(stream, shape, codecs);
      // OpenJPEG and jxl-oxide round to the nearest value; OpenJPH and libjxl here do not
      return kind === "jpeg xl"
        ? codecs.decodeWithOxide(stream, shape)
        : codecs.decode("decodeJpeg2000", stream, shape);
    },
    refuse: (stream, shape) => {
      const reason = codec.refuse(stream, shape);
      return reason === irreversible ? undefined : reason;
    },
  };
}

/** The codec of a transfer syntax; undefined if its frames cannot be redacted. */
export function losslessCodec(transferSyntaxUID: string): LosslessCodec | undefined {
  return byTransferSyntax.get(transferSyntaxUID);
}

/** The shape of the samples as they are coded: with the precision of the stream. */
export function codedShape(stream: Uint8Array, shape: FrameShape): FrameShape {
  return { ...shape, bitsStored: streamFacts(stream)?.precision ?? shape.bitsStored };
}

/** Whether a new stream has the same description as the original. */
export function isDescribedAlike(original: Uint8Array, encoded: Uint8Array): boolean {
  const [before, after] = [streamFacts(original), streamFacts(encoded)];
  return before?.kind === after?.kind && before?.precision === after?.precision &&
    before?.isSigned === after?.isSigned &&
    before?.hasColourTransform === after?.hasColourTransform &&
    before?.isByComponent === after?.isByComponent;
}

function factsOf(stream: Uint8Array): StreamFacts {
  const facts = streamFacts(stream);
  if (!facts) throw new RangeError("a compressed frame is damaged");
  return facts;
}
