import { Buffer } from "node:buffer";
import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { ascii, encodeFile, type PlainElement, plainEncodings } from "./encode_data_set.ts";
import { type Pattern, sampleFrame } from "./sample_frames.ts";

const root = "1.2.840.10008.1.2.";

/** How programs compress a native file into a transfer syntax, and decode it again. */
export interface Compression {
  readonly transferSyntaxUID: string;
  /** Of the redacted image. */
  readonly storedUID: string;
  readonly compress: readonly string[];
  readonly decode: readonly string[];
}

/** Images with loss are stored without loss in another transfer syntax. */
function compression(
  syntax: string,
  compress: string,
  decode: string,
  stored = syntax,
): Compression {
  return {
    transferSyntaxUID: root + syntax,
    storedUID: root + stored,
    compress: compress.split(" "),
    decode: decode.split(" "),
  };
}

/** Programs of dcmtk and GDCM, both where both can write a transfer syntax. */
export const compressions: Readonly<Record<string, Compression>> = {
  "RLE of dcmtk": compression("5", "dcmcrle", "gdcmconv --raw"),
  "RLE of GDCM": compression("5", "gdcmconv --rle", "dcmdrle"),
  "JPEG .57, selection value 4": compression("4.57", "dcmcjpeg +el +sv 4", "gdcmconv --raw"),
  "JPEG .57, selection value 7": compression("4.57", "dcmcjpeg +el +sv 7", "dcmdjpeg +cn"),
  "JPEG .70 of dcmtk": compression("4.70", "dcmcjpeg +e1", "dcmdjpeg +cn"),
  "JPEG .70 of GDCM": compression("4.70", "gdcmconv --jpeg", "gdcmconv --raw"),
  "JPEG-LS .80 of dcmtk": compression("4.80", "dcmcjpls +el", "dcmdjpls"),
  "JPEG-LS .80 of GDCM": compression("4.80", "gdcmconv --jpegls", "dcmdjpls"),
  "JPEG-LS .80 by sample": compression("4.80", "dcmcjpls +el +is", "gdcmconv --raw"),
  "JPEG-LS .80 by component": compression("4.80", "dcmcjpls +el +in +fs 1 -ot", "dcmdjpls"),
  "JPEG .70 in small fragments": compression("4.70", "dcmcjpeg +e1 +fs 1 -ot", "dcmdjpeg +cn"),
  "JPEG-LS .81 of dcmtk": compression("4.81", "dcmcjpls +en +md 2", "dcmdjpls", "4.80"),
  "JPEG-LS .81 of GDCM": compression("4.81", "gdcmconv -L -Y -e 3", "dcmdjpls", "4.80"),
  "JPEG 2000 .91 of GDCM": compression(
    "4.91",
    "gdcmconv -KY --irreversible -q 40",
    "gdcmconv -w",
    "4.90",
  ),
  "JPEG 2000 .90 of GDCM": compression("4.90", "gdcmconv --j2k", "gdcmconv --raw"),
};

export const compressionTools = ["dcmcrle", "dcmcjpeg", "dcmdjpeg", "dcmdjpls", "gdcmconv"];

export interface PlainImage {
  readonly shape: FrameShape;
  readonly frames: number;
  readonly isPlanar?: boolean;
  readonly pattern?: Pattern;
  /** SOPInstanceUID. */
  readonly instance?: string;
}

function us(tag: number, value: number): PlainElement {
  return { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) };
}

/** A native ultrasound image whose frames differ. */
export function plainImage(image: PlainImage): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const frames = framesOf(image)
    .map((frame) => image.isPlanar ? planes(frame, image.shape) : frame);
  const value = Uint8Array.from(frames.flatMap((frame) => [...frame]));
  const elements = [...describe(image), { tag: 0x7fe00010, vr: "OW", value }];
  return encodeFile(elements, explicit, { meta: metaOf(image) });
}

/** The decoded frames of an image, with the samples of a pixel together. */
export function framesOf({ shape, frames, pattern }: PlainImage): Uint8Array[] {
  return Array.from(
    { length: frames },
    (_, index) => sampleFrame(shape, pattern ?? (index % 2 === 0 ? "smooth" : "noise"), index),
  );
}

/** How a file says where its frames start; the last one has two fragments for each frame. */
export const fragmentLayouts = ["extended offsets", "basic offsets", "no offsets", "fragments"];

/** An image with these compressed frames (PS3.5 A.4, PS3.3 C.7.6.3.1.8). */
export function compressedImage(
  image: PlainImage,
  transferSyntaxUID: string,
  streams: readonly Uint8Array[],
  layout = "extended offsets",
): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const even = streams.map((stream) => Buffer.concat([stream], stream.length + stream.length % 2));
  const fragments = even.map((stream) => {
    const half = layout === "fragments" ? stream.length / 2 - stream.length / 2 % 2 : stream.length;
    return [stream.subarray(0, half), stream.subarray(half)].filter((part) => part.length > 0);
  });
  const [offsets, lengths] = [Buffer.alloc(8 * even.length), Buffer.alloc(8 * even.length)];
  const basic = Buffer.alloc(4 * even.length);
  let next = 0;
  for (const [at, parts] of fragments.entries()) {
    offsets.writeUInt32LE(next, 8 * at);
    basic.writeUInt32LE(next, 4 * at);
    lengths.writeUInt32LE(streams[at]?.length ?? 0, 8 * at);
    for (const part of parts) next += 8 + part.length;
  }
  const extended = [
    { tag: 0x7fe00001, vr: "OV", value: offsets },
    { tag: 0x7fe00002, vr: "OV", value: lengths },
  ];
  const hasBasic = layout === "basic offsets" || layout === "fragments";
  const behind = Buffer.concat([
    Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    fragment(hasBasic ? basic : Buffer.alloc(0)),
    ...fragments.flat().map(fragment),
    Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
  ]);
  const elements = describe(image).concat(layout === "extended offsets" ? extended : []);
  return encodeFile(elements, { ...explicit, transferSyntaxUID }, { meta: metaOf(image), behind });
}

function fragment(bytes: Buffer): Buffer {
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

const multiFrame = "1.2.840.10008.5.1.4.1.1.3.1";

function metaOf({ instance = "1.2.3" }: PlainImage): PlainElement[] {
  return [ascii(0x00020002, "UI", multiFrame), ascii(0x00020003, "UI", instance)];
}

function describe(image: PlainImage): PlainElement[] {
  const { shape, frames, isPlanar = false, instance = "1.2.3" } = image;
  const { rows, columns, samples, bytesPerSample, bitsStored, colours, isSigned } = shape;
  return [
    ascii(0x00080016, "UI", multiFrame),
    ascii(0x00080018, "UI", instance),
    ascii(0x00080060, "CS", "US"),
    ascii(0x00100020, "LO", "P1"),
    ascii(0x0020000d, "UI", "1.2.4"),
    ascii(0x0020000e, "UI", "1.2.5"),
    us(0x00280002, samples),
    ascii(0x00280004, "CS", colours),
    us(0x00280006, isPlanar ? 1 : 0),
    ascii(0x00280008, "IS", String(frames)),
    us(0x00280010, rows),
    us(0x00280011, columns),
    us(0x00280100, 8 * bytesPerSample),
    us(0x00280101, bitsStored),
    us(0x00280102, bitsStored - 1),
    us(0x00280103, isSigned ? 1 : 0),
    us(0x00280106, 1),
    us(0x00280107, 2),
  ];
}

/** A frame of pixels as one plane for each colour. */
export function planes(frame: Uint8Array, { samples, bytesPerSample }: FrameShape): Uint8Array {
  const pixels = frame.length / samples / bytesPerSample;
  return Uint8Array.from(frame, (_, at) => {
    const sample = Math.floor(at / bytesPerSample);
    const place = (sample % pixels) * samples + Math.floor(sample / pixels);
    return frame[place * bytesPerSample + at % bytesPerSample] ?? 0;
  });
}
