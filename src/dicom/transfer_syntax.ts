import type { Encoding } from "./element.ts";

export const implicitLittleEndian = "1.2.840.10008.1.2";
export const explicitLittleEndian = "1.2.840.10008.1.2.1";
export const deflatedLittleEndian = "1.2.840.10008.1.2.1.99";
export const explicitBigEndian = "1.2.840.10008.1.2.2";
/** Private to GE: implicit little endian with big endian pixel data. */
export const geBigEndianPixels = "1.2.840.113619.5.2";

const native = [
  implicitLittleEndian,
  explicitLittleEndian,
  deflatedLittleEndian,
  explicitBigEndian,
];
const root = "1.2.840.10008.1.2.";
/**
 * Transfer syntaxes with encapsulated pixel data (PS3.5 A.4), all in explicit little endian:
 * encapsulated uncompressed, RLE, deflated frames, and those below 1.2.840.10008.1.2.4 except JPIP
 * in a deflated data set.
 */
const encapsulated = /^(1\.98|5|8\.1|4\.(?!95$|205$)\d{2,3}(\.1)?)$/;
/** Those of the current edition; a later one may have more. */
const knownToday = /^(1\.98|5|8\.1|4\.(5\d|6[0-6]|70|8[01]|9[0-4]|10[0-8](\.1)?|11[0-2]|20[1-4]))$/;
/** MPEG-2, MPEG-4 AVC and HEVC (PS3.5 A.4.5 to A.4.9), fragmentable ones included. */
const video = /^4\.10[0-8](\.1)?$/;
/** JPEG 2000 Part 2, which compresses several frames together (PS3.5 A.4.4). */
const multiComponent = /^4\.9[23]$/;
/** Those whose frames end with the marker EOI or EOC, FFD9 (ITU-T T.81, T.87, T.800, T.814). */
const endsWithMarker = /^4\.([56]\d|70|8[01]|9[0-3]|20[1-3])$/;

/** Whether a text is a valid UID (PS3.5 9.1). */
export function isUID(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}

/**
 * The encoding of a data set in a transfer syntax (PS3.5 A); the default is explicit little endian.
 */
export function encodingOf(transferSyntaxUID: string): Encoding {
  const isImplicit = [implicitLittleEndian, geBigEndianPixels].includes(transferSyntaxUID);
  return { littleEndian: transferSyntaxUID !== explicitBigEndian, explicitVR: !isImplicit };
}

/** The uncompressed transfer syntax of an encoding. */
export function transferSyntaxOf({ littleEndian, explicitVR }: Encoding): string {
  if (!explicitVR) return implicitLittleEndian;
  return littleEndian ? explicitLittleEndian : explicitBigEndian;
}

/**
 * Whether files in a transfer syntax can be read and their pixel data interpreted: the transfer
 * syntaxes of PS3.5 for files (not SMPTE ST 2110, which is for streams), and GE's. The pixel data
 * of other private ones (Philips, Sectra, Papyrus) is not documented.
 */
export function isUnderstood(transferSyntaxUID: string): boolean {
  return native.includes(transferSyntaxUID) || transferSyntaxUID === geBigEndianPixels ||
    isKind(encapsulated, transferSyntaxUID);
}

/** Whether pixel data are native in a transfer syntax: not fragments of a compressed stream. */
export function isUncompressed(transferSyntaxUID: string): boolean {
  return native.includes(transferSyntaxUID);
}

/** Whether native pixel data is possible in this transfer syntax for compressed pixel data. */
export function mayBeMislabelled(transferSyntaxUID: string): boolean {
  return isKind(knownToday, transferSyntaxUID);
}

/** Whether all fragments belong to one stream, for any number of frames. */
export function isVideo(transferSyntaxUID: string): boolean {
  return isKind(video, transferSyntaxUID);
}

/** Whether a fragment of pixel data may contain more than one frame. */
export function hasFramesTogether(transferSyntaxUID: string): boolean {
  return isVideo(transferSyntaxUID) || isKind(multiComponent, transferSyntaxUID);
}

/** Whether each frame's stream ends with the bytes FF D9. */
export function endsWithFFD9(transferSyntaxUID: string): boolean {
  return isKind(endsWithMarker, transferSyntaxUID);
}

function isKind(pattern: RegExp, transferSyntaxUID: string): boolean {
  return transferSyntaxUID.startsWith(root) && pattern.test(transferSyntaxUID.slice(root.length));
}

/** Swaps the bytes of 16-bit words: big endian pixel data becomes little endian. */
export function swapWordBytes(part: Uint8Array): void {
  for (let at = 0; at + 1 < part.length; at += 2) {
    const first = part[at] ?? 0;
    part[at] = part[at + 1] ?? 0;
    part[at + 1] = first;
  }
}
