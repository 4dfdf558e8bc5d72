import type { Element } from "../../dicom/element.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import { isUncompressed } from "../../dicom/transfer_syntax.ts";

/** The samples per pixel of each colour format. */
export const knownColours = new Map([
  ["MONOCHROME1", 1],
  ["MONOCHROME2", 1],
  ["PALETTE COLOR", 1],
  ["RGB", 3],
  ["YBR_FULL", 3],
]);

/** The layout of the samples of native pixel data (PS3.5 8.1.1, PS3.3 C.7.6.3). */
export interface PixelLayout {
  readonly element: Element;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: number;
  /** Whether each colour has its own plane. */
  readonly isPlanar: boolean;
  /** One eighth if the samples have one bit and are packed (PS3.5 8.1.1). */
  readonly bytesPerSample: number;
  readonly colours: string;
  /** The largest value of a sample. */
  readonly largestValue: number;
  /** Whether samples of 1 or 8 bits are in byte-swapped 16-bit words (PS3.5 D). */
  readonly hasTurnedBytes: boolean;
  readonly littleEndian: boolean;
}

/** The layout of the pixel data, or the reason why it cannot be edited. */
export function pixelLayout({ header, facts }: ImageHeader): PixelLayout | string {
  const element = header.find(Tag.PixelData);
  if (!element) return "it has no native pixel data";
  if (!isUncompressed(header.transferSyntaxUID)) return "its pixel data are compressed";
  const { pixels } = facts;
  const bits = pixels.bitsAllocated ?? 0;
  if (![1, 8, 16, 32].includes(bits)) return "its samples are not of 1, 8, 16 or 32 bits";
  const colours = pixels.photometricInterpretation ?? "";
  const samples = pixels.samples ?? 0;
  if (knownColours.get(colours) !== samples) return "its colour format is unknown";
  const layout = {
    element,
    samples,
    colours,
    bytesPerSample: bits / 8,
    rows: pixels.rows ?? 0,
    columns: pixels.columns ?? 0,
    frames: Number(pixels.frames ?? "1"),
    isPlanar: samples > 1 && pixels.planarConfiguration === 1,
    largestValue: 2 ** ((pixels.bitsStored ?? bits) - (pixels.pixelRepresentation ?? 0)) - 1,
    hasTurnedBytes: !header.encoding.littleEndian && bits <= 8 && element.vr === "OW",
    littleEndian: header.encoding.littleEndian,
  };
  const { rows, columns, frames, bytesPerSample } = layout;
  const size = Math.ceil(rows * columns * frames * samples * bytesPerSample);
  const written = element.valueEnd - element.valueStart;
  return size > 0 && (written === size || written === size + size % 2)
    ? layout
    : "its pixel data do not have the length that its rows, columns and frames require";
}
