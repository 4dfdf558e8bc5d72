import type { Encoding } from "./element.ts";

export const implicitLittleEndian = "1.2.840.10008.1.2";
export const explicitLittleEndian = "1.2.840.10008.1.2.1";
export const deflatedLittleEndian = "1.2.840.10008.1.2.1.99";
export const explicitBigEndian = "1.2.840.10008.1.2.2";

/** Whether a text is a UID at all (PS3.5 9.1), and not something else that stands in its place. */
export function isUID(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}

/** How a transfer syntax lays out the data set (PS3.5 A): every other one is explicit little endian. */
export function encodingOf(transferSyntaxUID: string): Encoding {
  return {
    littleEndian: transferSyntaxUID !== explicitBigEndian,
    explicitVR: transferSyntaxUID !== implicitLittleEndian,
  };
}

/** The uncompressed transfer syntax of an encoding. */
export function transferSyntaxOf({ littleEndian, explicitVR }: Encoding): string {
  if (!explicitVR) return implicitLittleEndian;
  return littleEndian ? explicitLittleEndian : explicitBigEndian;
}

/** Whether pixel data are native in a transfer syntax: not fragments of a compressed stream. */
export function isUncompressed(transferSyntaxUID: string): boolean {
  return [implicitLittleEndian, explicitLittleEndian, deflatedLittleEndian, explicitBigEndian]
    .includes(transferSyntaxUID);
}
