import { ascii, encodeFile, type PlainElement, plainEncodings } from "./encode_data_set.ts";

/** A native image as a test describes it. */
export interface NativeImage {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly bits: number;
  readonly stored?: number;
  readonly highBit?: number;
  readonly samples?: number;
  readonly colours?: string;
  readonly isPlanar?: boolean;
  readonly isSigned?: boolean;
  readonly encoding?: keyof typeof plainEncodings;
  /** Of the pixel data. */
  readonly vr?: "OB" | "OW";
  /** SOPInstanceUID. */
  readonly instance?: string;
  /** US if it is absent. */
  readonly modality?: string;
  /** SOPClassUID; that of ultrasound cines if it is absent. */
  readonly sopClass?: string;
  readonly more?: readonly PlainElement[];
}

/** An element with 16-bit numbers. */
export function us(tag: number, value: number): PlainElement {
  return { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) };
}

/** An element with a 32-bit number. */
export function ul(tag: number, value: number): PlainElement {
  return { tag, vr: "UL", value: Uint8Array.of(value & 0xff, value >>> 8, 0, 0) };
}

/** A native ultrasound image with these bytes, in little endian. */
export function nativeImage(image: NativeImage, pixels: Uint8Array): Uint8Array {
  const { bits, stored = bits, samples = 1, colours = "MONOCHROME2", vr = "OW" } = image;
  const encoding = plainEncodings[image.encoding ?? "explicit"];
  if (!encoding) throw new TypeError("the encoding exists");
  return encodeFile([
    ascii(0x00080016, "UI", image.sopClass ?? "1.2.840.10008.5.1.4.1.1.3.1"),
    ascii(0x00080018, "UI", image.instance ?? "1.2.3"),
    ascii(0x00080060, "CS", image.modality ?? "US"),
    ascii(0x00100020, "LO", "P1"),
    ascii(0x0020000d, "UI", "1.2.4"),
    ascii(0x0020000e, "UI", "1.2.5"),
    us(0x00280002, samples),
    ascii(0x00280004, "CS", colours),
    ...(samples > 1 ? [us(0x00280006, image.isPlanar ? 1 : 0)] : []),
    ascii(0x00280008, "IS", String(image.frames)),
    us(0x00280010, image.rows),
    us(0x00280011, image.columns),
    us(0x00280100, bits),
    us(0x00280101, stored),
    us(0x00280102, image.highBit ?? stored - 1),
    us(0x00280103, image.isSigned ? 1 : 0),
    ...(image.more ?? []),
    { tag: 0x7fe00010, vr, value: pixels },
  ], encoding);
}
