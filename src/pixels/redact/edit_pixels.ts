import { isPixelData } from "../../dicom/element.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import { isVideo, swapWordBytes } from "../../dicom/transfer_syntax.ts";
import {
  type EditBytes,
  type EditedElement,
  type MadeElement,
  tagOfEdited,
} from "../../dicom/write/edited.ts";
import { SkippedFileError } from "../../model/errors.ts";
import { clearOverlayBits, overlayGroups } from "./clear_overlay_bits.ts";
import { clearStreamMetadata } from "./clear_stream_metadata.ts";
import { type LosslessStorage, withElements } from "./lossless_storage.ts";

/** The redaction of native pixels, or compressed pixel data that was written again. */
export type PixelRedaction = NativeRedaction | EncodedPixels;

/** Compressed pixel data that was written again. */
export interface EncodedPixels {
  readonly pixels: MadeElement;
  /** If it was compressed with loss, and now is stored without further loss. */
  readonly stored: LosslessStorage | undefined;
}

interface NativeRedaction {
  readonly edit: EditBytes;
  /** Compares the source with the written image; returns the reason if the redaction failed. */
  readonly compare: (written: ImageHeader) => string | undefined;
}

/** They describe the pixels before the redaction, or show them. All are optional (type 3). */
const untrueAfterRedaction = new Set([
  Tag.SmallestImagePixelValue,
  Tag.LargestImagePixelValue,
  Tag.SmallestPixelValueInSeries,
  Tag.LargestPixelValueInSeries,
  Tag.SmallestImagePixelValueInPlane,
  Tag.LargestImagePixelValueInPlane,
  Tag.IconImageSequence,
]);
/** The offsets of the fragments before the redaction (PS3.3 C.7.6.3.1.8). */
const extendedOffsets = new Set([Tag.ExtendedOffsetTable, Tag.ExtendedOffsetTableLengths]);

/**
 * Adds to the pixel data of an edited data set every edit that the pixels need, in this order: the
 * byte order is corrected, areas are redacted (`redaction`), removed overlays and the metadata in
 * compressed frames are cleared. Throws SkippedFileError.
 */
export function editPixels(
  image: ImageHeader,
  elements: readonly EditedElement[],
  redaction: PixelRedaction | undefined,
): readonly EditedElement[] {
  const edited = withEdits(elements, [
    swapEdit(image),
    redaction && "edit" in redaction ? redaction.edit : undefined,
    overlayEdit(image, elements),
    streamEdit(image),
  ]);
  return redaction ? redacted(edited, redaction) : edited;
}

function redacted(
  elements: readonly EditedElement[],
  redaction: PixelRedaction,
): readonly EditedElement[] {
  const remaining = elements.filter((element) => !untrueAfterRedaction.has(tagOfEdited(element)));
  if ("edit" in redaction) return remaining;
  const { pixels, stored } = redaction;
  const truthful = stored ? withElements(remaining, stored.elements) : remaining;
  return truthful.filter((element) => !extendedOffsets.has(tagOfEdited(element)))
    .map((element) => tagOfEdited(element) === pixels.tag ? pixels : element);
}

/** Swaps the bytes of big endian pixel data before any other edit. Throws SkippedFileError. */
function swapEdit({ header, facts }: ImageHeader): EditBytes | undefined {
  if (!header.facts.hasTurnedPixels) return undefined;
  const pixels = header.find(Tag.PixelData);
  const isOfWords = facts.pixels.bitsAllocated === 16;
  if (pixels && isOfWords && (pixels.valueEnd - pixels.valueStart) % 2 === 0) return swapWordBytes;
  const why =
    "its pixel data is big endian in a little endian file and does not consist of 16-bit words";
  throw new SkippedFileError("TRANSFER_SYNTAX", why);
}

/** Clears removed overlay planes that are stored in the pixel data. Throws SkippedFileError. */
function overlayEdit(image: ImageHeader, edited: readonly EditedElement[]): EditBytes | undefined {
  const removed = overlayGroups(image.header.elements.values().map(({ tag }) => tag));
  if (removed.size === 0) return undefined;
  for (const group of overlayGroups(edited.values().map(tagOfEdited))) removed.delete(group);
  const edit = clearOverlayBits(image, removed);
  if (typeof edit !== "string") return edit;
  const why = `an overlay is stored in its pixel data and cannot be removed: ${edit}`;
  throw new SkippedFileError("OVERLAY_IN_PIXELS", why);
}

/** Not for video: a video is one stream, and its fragments may begin with any bytes. */
function streamEdit({ header, facts }: ImageHeader): EditBytes | undefined {
  const isPictures = header.find(Tag.PixelData)?.isEncapsulated &&
    !isVideo(header.transferSyntaxUID);
  return isPictures ? clearStreamMetadata(header.transferSyntaxUID, facts.pixels) : undefined;
}

function withEdits(
  elements: readonly EditedElement[],
  edits: readonly (EditBytes | undefined)[],
): readonly EditedElement[] {
  const present = edits.filter((edit) => edit !== undefined);
  if (present.length === 0) return elements;
  const edit: EditBytes = (part, offset) => present.forEach((one) => one(part, offset));
  return elements.map((element) =>
    "kept" in element && isPixelData(element.kept.tag) ? { ...element, edit } : element
  );
}
