import { Buffer } from "node:buffer";
import type { Codecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { encodeJpegLossless } from "../../../src/pixels/codecs/encode_jpeg_lossless.ts";
import { encodeJpegLs } from "../../../src/pixels/codecs/encode_jpeg_ls.ts";
import { encodeRle } from "../../../src/pixels/codecs/rle.ts";
import { wholeBytes } from "../../../src/pixels/codecs/whole_bytes.ts";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import type { plainEncodings } from "./encode_data_set.ts";

/** Rectangles that a rule redacts, and the pixels in them. */
export interface Rectangles {
  readonly rules: readonly string[];
  isBlank(column: number, row: number): boolean;
}

/** A kind of image that a transfer syntax permits. */
export interface PixelKind {
  readonly shape: FrameShape;
  readonly isPlanar?: boolean;
  /** Samples of one bit are packed. */
  readonly isPacked?: boolean;
}

/** A transfer syntax, how frames are encoded in it, and the kinds of image that it permits. */
export interface Syntax {
  readonly uid: string;
  /** Of the data set, if the pixel data are native. */
  readonly encoding?: keyof typeof plainEncodings;
  readonly encode?: (frame: Uint8Array, shape: FrameShape, codecs: Codecs) => Uint8Array;
  readonly kinds: readonly string[];
  /** Commands that decode a file, of different authors. */
  readonly decoders: readonly string[];
  /** The only one of them that decodes a kind. */
  readonly decoderOf: Readonly<Record<string, number>>;
}

/** What a test redacts. */
export interface PixelCase {
  readonly syntax: Syntax;
  readonly kind: PixelKind;
  readonly kindName: string;
  readonly frames: number;
  readonly area: Rectangles;
  /** The number of the case, which decides how its fragments lie and who decodes it. */
  readonly number: number;
}

const root = "1.2.840.10008.1.2.";
const [rows, columns] = [37, 43];

export const rectangles: readonly Rectangles[] = [
  {
    rules: ["coordinates 3,2,20,9", "keepcoordinates 5,4,9,6", "ctpcoordinates 0,30,50,90"],
    isBlank: (column, row) =>
      (column >= 3 && column < 20 && row >= 2 && row < 9 &&
        !(column >= 5 && column < 9 && row >= 4 && row < 6)) || row >= 30,
  },
  {
    rules: ["coordinates all", "keepcoordinates 10,10,30,30"],
    isBlank: (column, row) => column < 10 || column >= 30 || row < 10 || row >= 30,
  },
  {
    rules: ["coordinates 0,0,1,1", "coordinates 42,36,43,37", "coordinates 0,18,43,19"],
    isBlank: (column, row) =>
      (column === 0 && row === 0) || (column === 42 && row === 36) || row === 18,
  },
];

function grey(bitsStored: number, isSigned = false, colours = "MONOCHROME2"): PixelKind {
  const bytesPerSample = bitsStored > 16 ? 4 : bitsStored > 8 ? 2 : 1;
  return { shape: { rows, columns, samples: 1, bytesPerSample, bitsStored, isSigned, colours } };
}

function coloured(colours: string, bitsStored = 8, isPlanar = false): PixelKind {
  return { shape: { ...grey(bitsStored).shape, samples: 3, colours }, isPlanar };
}

export const pixelKinds: Readonly<Record<string, PixelKind>> = {
  "1 bit": { ...grey(1), isPacked: true },
  "7 bits": grey(7),
  "8 bits": grey(8),
  "8 bits, signed": grey(8, true),
  "10 bits": grey(10),
  "12 bits": grey(12),
  "12 bits, signed": grey(12, true),
  "16 bits": grey(16),
  "16 bits, signed": grey(16, true),
  "32 bits": grey(32),
  "32 bits, signed": grey(32, true),
  "MONOCHROME1": grey(8, false, "MONOCHROME1"),
  "MONOCHROME1, 12 bits, signed": grey(12, true, "MONOCHROME1"),
  "PALETTE COLOR": grey(8, false, "PALETTE COLOR"),
  "PALETTE COLOR, 16 bits": grey(16, false, "PALETTE COLOR"),
  "RGB": coloured("RGB"),
  "RGB, planar": coloured("RGB", 8, true),
  "RGB, 16 bits": coloured("RGB", 16),
  "YBR_FULL": coloured("YBR_FULL"),
  "YBR_FULL, planar": coloured("YBR_FULL", 8, true),
  "YBR_RCT": coloured("YBR_RCT"),
};

const onlyNative = ["1 bit", "32 bits", "32 bits, signed"];
const all = Object.keys(pixelKinds).filter((kind) => kind !== "YBR_RCT");
const compressed = all.filter((kind) => !onlyNative.includes(kind));
const jpeg2000 = [...compressed, "YBR_RCT"].filter((kind) => kind !== "RGB, 16 bits");
const opj = ["opj_decompress"];
/** GDCM does not decode every precision, nor a palette image without its palette. */
const notByGdcm = { "7 bits": 0, "PALETTE COLOR": 0, "PALETTE COLOR, 16 bits": 0 };

export const syntaxes: Readonly<Record<string, Syntax>> = {
  explicit: native("1.2.840.10008.1.2.1", "explicit", "gdcmconv --raw"),
  implicit: native("1.2.840.10008.1.2", "implicit", "gdcmconv --raw"),
  "big endian": native("1.2.840.10008.1.2.2", "bigEndian"),
  deflated: native("1.2.840.10008.1.2.1.99", "deflated"),
  RLE: {
    uid: "1.2.840.10008.1.2.5",
    encode: encodeRle,
    kinds: [...compressed, "32 bits", "32 bits, signed"],
    decoders: ["dcmdrle", "gdcmconv --raw"],
    // GDCM returns the bytes of these samples in another order
    decoderOf: { ...notByGdcm, "RGB, 16 bits": 0 },
  },
  "JPEG lossless .57": lossless("4.57"),
  "JPEG lossless .70": lossless("4.70"),
  "JPEG-LS .80": jpegLs("4.80"),
  "JPEG-LS .81": jpegLs("4.81"),
  "JPEG 2000 .90": wavelet("4.90", "encodeJpeg2000"),
  "JPEG 2000 .91": wavelet("4.91", "encodeJpeg2000"),
  "JPEG XL .110": {
    uid: `${root}4.110`,
    kinds: compressed,
    decoders: ["djxl"],
    decoderOf: {},
    encode: (frame, shape, codecs) => {
      const options = { hasColourTransform: true, isByResolution: false };
      return codecs.encode("encodeJpegXl", frame, shape, options);
    },
  },
  "HTJ2K .201": wavelet("4.201", "encodeHtJpeg2000"),
  "HTJ2K .202": wavelet("4.202", "encodeHtJpeg2000"),
  "HTJ2K .203": wavelet("4.203", "encodeHtJpeg2000"),
};

function native(uid: string, encoding: string, ...others: string[]): Syntax {
  const decoders = ["dcmconv +te", ...others];
  return { uid, encoding, kinds: all, decoders, decoderOf: notByGdcm };
}

function lossless(uid: string): Syntax {
  return {
    uid: root + uid,
    encode: (frame, shape) => encodeJpegLossless(frame, shape, shape.bitsStored),
    kinds: compressed,
    decoders: ["dcmdjpeg +cn", "gdcmconv --raw"],
    decoderOf: notByGdcm,
  };
}

function jpegLs(uid: string): Syntax {
  return {
    uid: root + uid,
    encode: (frame, shape) => encodeJpegLs(frame, shape, shape.bitsStored),
    kinds: compressed,
    decoders: ["dcmdjpls", "gdcmconv --raw"],
    // dcmdjpls does not decode 7 bits
    decoderOf: { ...notByGdcm, "7 bits": 1 },
  };
}

function wavelet(uid: string, encoder: "encodeJpeg2000" | "encodeHtJpeg2000"): Syntax {
  return {
    uid: root + uid,
    kinds: jpeg2000,
    decoders: opj,
    decoderOf: {},
    encode: (frame, shape, codecs) => {
      const whole = wholeBytes(shape);
      const options = {
        hasColourTransform: shape.colours === "YBR_RCT" || shape.colours === "RGB",
        isByResolution: uid === "4.202",
      };
      return whole.ownStream(
        codecs.encode(encoder, whole.raise(frame), whole.shape, options),
      );
    },
  };
}

/** Samples of one bit, packed without gaps, the lowest bit of a byte first (PS3.5 8.1.1). */
export function packed(samples: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(2 * Math.ceil(samples.length / 16));
  for (const [at, bit] of samples.entries()) {
    if (bit) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | 1 << (at & 7);
  }
  return bytes;
}

export function unpacked(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1);
}
