import type { Encoding } from "./element.ts";
import { isLongVR } from "./value_representation.ts";

/** VRs padded with NUL; all other odd values end with a space (PS3.5 6.2). */
const paddedWithNul = new Set(["OB", "UI", "UN"]);

/** The size of the words that big endian turns around (PS3.5 7.3). */
const wordSizes: Readonly<Record<string, number>> = {
  ...{ AT: 2, OW: 2, SS: 2, US: 2 },
  ...{ FL: 4, OF: 4, OL: 4, SL: 4, UL: 4 },
  ...{ FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 },
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
  const written = length > maxShortLength && !isLongVR(vr) ? "UN" : vr;
  const head = encodeHead(tag, written, length, encoding);
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  bytes.set(value, head.length);
  if (length > value.length) bytes[bytes.length - 1] = paddedWithNul.has(vr) ? 0 : 0x20;
  if (!encoding.littleEndian) swap(bytes.subarray(head.length), wordSizes[vr] ?? 1);
  return bytes;
}

/** Tag, VR and length of an element; of an item or delimiter, whose group is FFFE, without VR. */
export function encodeHead(
  tag: number,
  vr: string,
  length: number,
  { littleEndian, explicitVR }: Encoding,
): Uint8Array {
  const hasVR = explicitVR && tag >>> 16 !== 0xfffe;
  const isLong = hasVR && isLongVR(vr);
  const bytes = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (hasVR) {
    view.setUint8(4, vr.charCodeAt(0));
    view.setUint8(5, vr.charCodeAt(1));
  }
  if (!hasVR) view.setUint32(4, length, littleEndian);
  else if (isLong) view.setUint32(8, length, littleEndian);
  else view.setUint16(6, length, littleEndian);
  return bytes;
}

function swap(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
