import { type Encoding, undefinedLength } from "../element.ts";
import { smallBytes } from "../small_bytes.ts";
import { isLongVR } from "../value_representation.ts";

/** VRs padded with a space; all other odd values end with a NUL (PS3.5 6.2). */
const paddedWithSpace = new Set(
  "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT".split(" "),
);

/** The size of the words whose bytes are swapped in big endian (PS3.5 7.3). */
const wordSizes: Readonly<Record<string, number>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

const maxShortLength = 0xfffe;

/**
 * A whole element in an encoding (PS3.5 7.1): head, value, padding to even length. `value` is
 * little endian. A value too long for its VR's length field becomes `UN` (PS3.5 6.2.2).
 */
export function encodeElement(
  tag: number,
  vr: string,
  value: Uint8Array,
  encoding: Encoding,
): Uint8Array {
  const length = value.length + value.length % 2;
  const written = writtenVR(vr, length);
  const headSize = sizeOfHead(tag, written, encoding);
  const bytes = smallBytes(headSize + length);
  putHead(bytes, tag, written, length, encoding);
  bytes.set(value, headSize);
  if (length > value.length) bytes[bytes.length - 1] = paddingOf(vr);
  if (!encoding.littleEndian) swap(bytes.subarray(headSize), wordSizes[vr] ?? 1);
  return bytes;
}

/** The byte that makes the length of a value even. */
export function paddingOf(vr: string): number {
  return paddedWithSpace.has(vr) ? 0x20 : 0;
}

/** The VR for a value of this length: `UN` if its own VR cannot hold the length (PS3.5 6.2.2). */
export function writtenVR(vr: string, length: number): string {
  return length > maxShortLength && length !== undefinedLength && !isLongVR(vr) ? "UN" : vr;
}

/** Tag, VR and length of an element; items and delimiters (group FFFE) have no VR. */
export function encodeHead(
  tag: number,
  vr: string,
  length: number,
  encoding: Encoding,
): Uint8Array {
  const bytes = smallBytes(sizeOfHead(tag, vr, encoding));
  putHead(bytes, tag, vr, length, encoding);
  return bytes;
}

function hasVR(tag: number, { explicitVR }: Encoding): boolean {
  return explicitVR && tag >>> 16 !== 0xfffe;
}

function sizeOfHead(tag: number, vr: string, encoding: Encoding): 8 | 12 {
  return hasVR(tag, encoding) && isLongVR(vr) ? 12 : 8;
}

function putHead(
  bytes: Uint8Array,
  tag: number,
  vr: string,
  length: number,
  encoding: Encoding,
): void {
  const { littleEndian } = encoding;
  put(bytes, 0, 2, tag >>> 16, littleEndian);
  put(bytes, 2, 2, tag & 0xffff, littleEndian);
  if (!hasVR(tag, encoding)) return put(bytes, 4, 4, length, littleEndian);
  bytes[4] = vr.charCodeAt(0);
  bytes[5] = vr.charCodeAt(1);
  if (isLongVR(vr)) put(bytes, 8, 4, length, littleEndian);
  else put(bytes, 6, 2, length, littleEndian);
}

function put(bytes: Uint8Array, at: number, size: number, number: number, little: boolean): void {
  for (let digit = 0; digit < size; digit++) {
    bytes[little ? at + digit : at + size - 1 - digit] = number >>> (8 * digit);
  }
}

function swap(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
