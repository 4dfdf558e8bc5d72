import type { Encoding } from "./element.ts";

export const implicitLittleEndian = "1.2.840.10008.1.2";
export const explicitLittleEndian = "1.2.840.10008.1.2.1";
export const deflatedLittleEndian = "1.2.840.10008.1.2.1.99";
export const explicitBigEndian = "1.2.840.10008.1.2.2";
/** Of GE: implicit little endian, but for the pixel data, which are big endian. */
export const geBigEndianPixels = "1.2.840.113619.5.2";

const native = [
  ...[implicitLittleEndian, explicitLittleEndian, deflatedLittleEndian, explicitBigEndian],
];
const root = "1.2.840.10008.1.2.";
/**
 * Those with encapsulated pixel data (PS3.5 A.4), all in explicit little endian: encapsulated
 * uncompressed, RLE, deflated frames, and the compressions of root 4, of which those by reference
 * in a deflated data set (JPIP) are none.
 */
const encapsulated = /^(1\.98|5|8\.1|4\.(?!95$|205$)\d{2,3}(\.1)?)$/;
/** Those of them that are known today; a later edition may have more. */
const knownToday = /^(1\.98|5|8\.1|4\.(5\d|6[0-6]|70|8[01]|9[0-4]|10[0-8](\.1)?|11[0-2]|20[1-4]))$/;
/** MPEG-2, MPEG-4 AVC and HEVC (PS3.5 A.4.5 to A.4.9), fragmentable ones included. */
const video = /^4\.10[0-8](\.1)?$/;
/** JPEG 2000 Part 2, which compresses several frames together (PS3.5 A.4.4). */
const multiComponent = /^4\.9[23]$/;
/** Whose frames end with the marker EOI or EOC, FFD9 (ITU-T T.81, T.87, T.800, T.814). */
const endsWithMarker = /^4\.([56]\d|70|8[01]|9[0-3]|20[1-3])$/;

/** Whether a text is a UID at all (PS3.5 9.1), and not something else that stands in its place. */
export function isUID(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}

/** How a transfer syntax lays out the data set (PS3.5 A): every other one is explicit little endian. */
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
 * Whether files in a transfer syntax can be read, and their pixel data be understood: those of
 * PS3.5 that are for files (not SMPTE ST 2110, which are for streams), and GE's. Of private ones
 * (Philips, Sectra, Papyrus) it is not known what their pixel data are.
 */
export function isUnderstood(transferSyntaxUID: string): boolean {
  return native.includes(transferSyntaxUID) || transferSyntaxUID === geBigEndianPixels ||
    isKind(encapsulated, transferSyntaxUID);
}

/** Whether pixel data are native in a transfer syntax: not fragments of a compressed stream. */
export function isUncompressed(transferSyntaxUID: string): boolean {
  return native.includes(transferSyntaxUID);
}

/** Whether native pixel data under a transfer syntax of compressed ones are known to be just that. */
export function mayBeMislabelled(transferSyntaxUID: string): boolean {
  return isKind(knownToday, transferSyntaxUID);
}

/** Whether the fragments of pixel data are pieces of one stream, however many frames it has. */
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
