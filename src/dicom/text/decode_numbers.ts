import { trimPadding } from "./decode_text.ts";

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: ReadonlyMap<string, readonly [size: number, read: Read]> = new Map<
  string,
  readonly [number, Read]
>([
  ["AT", [4, readTagValue]],
  ["FD", [8, (view, at, little) => view.getFloat64(at, little)]],
  ["FL", [4, (view, at, little) => view.getFloat32(at, little)]],
  ["SL", [4, (view, at, little) => view.getInt32(at, little)]],
  ["SS", [2, (view, at, little) => view.getInt16(at, little)]],
  ["SV", [8, (view, at, little) => Number(view.getBigInt64(at, little))]],
  ["UL", [4, (view, at, little) => view.getUint32(at, little)]],
  ["US", [2, (view, at, little) => view.getUint16(at, little)]],
  ["UV", [8, (view, at, little) => Number(view.getBigUint64(at, little))]],
]);

function readTagValue(view: DataView, at: number, little: boolean): number {
  return view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little);
}

/** Whether a VR's values are numbers in binary form. */
export function isBinaryNumber(vr: string): boolean {
  return readers.has(vr);
}

/** Size of a number of this VR in bytes; undefined for other VRs. */
export function binarySize(vr: string): number | undefined {
  return readers.get(vr)?.[0];
}

/**
 * The numbers in a binary value; tags (AT) are `0xGGGGEEEE`. 64-bit numbers are rounded to a
 * double. Empty for other VRs; trailing bytes that are too few for a number are ignored.
 */
export function decodeNumbers(bytes: Uint8Array, vr: string, littleEndian: boolean): number[] {
  const [size, read] = readers.get(vr) ?? [0, undefined];
  if (!read) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    numbers.push(read(view, at, littleEndian));
  }
  return numbers;
}

/** The number in an IS or DS text (PS3.5 6.2); NaN if it is not a number. */
export function decimal(text: string): number {
  const digits = trimPadding(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i.test(digits) ? Number(digits) : NaN;
}
