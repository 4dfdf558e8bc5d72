import { Buffer } from "node:buffer";

// bytes of DICOM as programs write them that get it wrong: nothing is padded or checked

const longVRs = new Set("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" "));
export const undefinedLength = 0xffffffff;

type Value = string | Uint8Array;

function uint(size: 2 | 4, ...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(size * numbers.length);
  numbers.forEach((number, at) => bytes.writeUIntLE(number, at * size, size));
  return bytes;
}

/** Two bytes of a number, in little endian. */
export function us(...numbers: number[]): Buffer {
  return uint(2, ...numbers);
}

function tagBytes(tag: number): Buffer {
  return uint(2, tag >>> 16, tag & 0xffff);
}

function bytesOf(value: Value): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "latin1") : value;
}

/** An element in explicit VR; `isLong` is how wide its length is. */
export function explicit(
  tag: number,
  vr: string,
  value: Value,
  { isLong = longVRs.has(vr), length = bytesOf(value).length } = {},
): Buffer {
  const head = [tagBytes(tag), Buffer.from(vr, "latin1")];
  const size = isLong ? Buffer.concat([uint(2, 0), uint(4, length)]) : uint(2, length);
  return Buffer.concat([...head, size, bytesOf(value)]);
}

/** An element in implicit VR. */
export function implicit(tag: number, value: Value, length = bytesOf(value).length): Buffer {
  return Buffer.concat([tagBytes(tag), uint(4, length), bytesOf(value)]);
}

/** An item or fragment with a length. */
export function item(...content: readonly Uint8Array[]): Buffer {
  const all = Buffer.concat(content);
  return implicit(0xfffee000, all);
}

/** The head of an item without a length. */
export const openItem = implicit(0xfffee000, "", undefinedLength);
export const itemEnd = implicit(0xfffee00d, "");
export const sequenceEnd = implicit(0xfffee0dd, "");

/** File meta and preamble in front of a data set. */
export function part10(transferSyntaxUID: string, dataSet: Uint8Array): Buffer {
  const uid = transferSyntaxUID + "\0".repeat(transferSyntaxUID.length % 2);
  const meta = [explicit(0x00020001, "OB", us(256)), explicit(0x00020010, "UI", uid)];
  const length = uint(4, Buffer.concat(meta).length);
  const group = [explicit(0x00020000, "UL", length), ...meta];
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), ...group, dataSet]);
}

/** What encodes an element of a data set. */
export type Encode = (tag: number, vr: string, value: Value) => Buffer;

export function inExplicit(tag: number, vr: string, value: Value): Buffer {
  return explicit(tag, vr, value);
}
export function inImplicit(tag: number, _: string, value: Value): Buffer {
  return implicit(tag, value);
}

const pixelTag = 0x7fe00010;

/**
 * The data set of a CT image of 4 × 4 pixels of 16 bits, in order of its tags; what `others` has
 * takes the place of its elements.
 */
export function ctImage(
  encode: Encode,
  others: Readonly<Record<number, Uint8Array | undefined>> = {},
): Buffer {
  const usual: readonly (readonly [number, string, Value])[] = [
    [0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    [0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2\0"],
    [0x00080018, "UI", "2.25.4711\0"],
    [0x00080020, "DA", "20110314"],
    [0x00080060, "CS", "CT"],
    [0x00100010, "PN", "Quillfeather^Orsolya"],
    [0x00100020, "LO", "ZX7741"],
    [0x0020000d, "UI", "2.25.4712\0"],
    [0x0020000e, "UI", "2.25.4713\0"],
    [0x00200013, "IS", "1 "],
    [0x00280002, "US", us(1)],
    [0x00280004, "CS", "MONOCHROME2 "],
    [0x00280010, "US", us(4)],
    [0x00280011, "US", us(4)],
    [0x00280100, "US", us(16)],
    [0x00280101, "US", us(16)],
    [0x00280102, "US", us(15)],
    [0x00280103, "US", us(0)],
    [pixelTag, "OW", Uint8Array.from({ length: 32 }, (_, at) => at + 1)],
  ];
  const all: Record<number, Uint8Array | undefined> = {
    ...Object.fromEntries(usual.map(([tag, vr, value]) => [tag, encode(tag, vr, value)])),
    ...others,
  };
  const sorted = Object.entries(all).sort(([a], [b]) => Number(a) - Number(b));
  return Buffer.concat(sorted.flatMap(([, bytes]) => bytes ?? []));
}

/** Encapsulated pixel data in explicit VR. */
export function fragments(
  values: readonly Uint8Array[],
  { vr = "OB", end = sequenceEnd, table = Buffer.alloc(0) as Uint8Array } = {},
): Buffer {
  const head = explicit(pixelTag, vr, "", { isLong: true, length: undefinedLength });
  return Buffer.concat([head, item(table), ...values.map((value) => item(value)), end]);
}
