import { withoutPadding } from "./without_padding.ts";

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

/** How many bytes a number of that VR takes; undefined for VRs of other values. */
export function binarySize(vr: string): number | undefined {
  return readers.get(vr)?.[0];
}

/**
 * The numbers of a binary value, tags (AT) as `0xGGGGEEEE`. Numbers of 64 bits lose what a
 * double cannot hold. None for other VRs; a remainder too short for a number is left out.
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

/** The number an IS or DS text stands for (PS3.5 6.2), NaN when it is none. */
export function decimal(text: string): number {
  const digits = withoutPadding(text);
  return /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i.test(digits) ? Number(digits) : NaN;
}
