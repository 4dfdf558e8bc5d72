import { basename } from "node:path";
import {
  type Deidentification,
  editDataSet,
  type EditedDataSet,
} from "../../deidentify/edit_data_set.ts";
import { NewUids } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import {
  type Origin,
  outputUIDs,
  type Subject,
  subjectOf,
} from "../../deidentify/pseudonyms/subject.ts";
import type { Nearby } from "../../deidentify/text/text_cleaner.ts";
import type { Observe } from "../../deidentify/visit.ts";
import { isPixelData } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import { readHeader } from "../../dicom/read/read_header.ts";
import { lacksPixelData } from "../../dicom/read/require_all_frames.ts";
import * as Tag from "../../dicom/tag.ts";
import { isUID, isVideo, swapWordBytes } from "../../dicom/transfer_syntax.ts";
import { type EditBytes, type EditedElement, tagOfEdited } from "../../dicom/write/edited.ts";
import { SkippedFileError } from "../../model/errors.ts";
import { clearOverlayBits, overlayGroups } from "../../pixels/redact/clear_overlay_bits.ts";
import { clearStreamMetadata } from "../../pixels/redact/clear_stream_metadata.ts";
import type { Screened, Screening } from "../../screen/screen_image.ts";
import type { FileFacts, ReadableFile } from "../../system/readable_file.ts";

type NotHeld = Extract<Screened, { kind: "leaves" }>;

const mediaStorageDirectory = "1.2.840.10008.1.3.10";

/** An image whose header was read; its file is open. */
export interface OpenedImage {
  readonly header: Header;
  readonly sopClassUID: string | undefined;
  readonly sopInstanceUID: string;
}

/** The header of a source and the data set that is written instead. */
export interface DeidentifiedImage {
  readonly header: Header;
  readonly screening: Screening;
  readonly subject: Subject;
  readonly elements: readonly EditedElement[];
  readonly keptByRecipe: readonly string[];
  readonly ruled: EditedDataSet["ruled"];
  readonly told: EditedDataSet["told"];
  readonly sopClassUID: string | undefined;
  /** The UIDs of the output. */
  readonly uids: ReturnType<typeof outputUIDs>;
  /** The new UID of each UID in the source: its own UIDs and those that it refers to. */
  readonly newUids: ReadonlyMap<string, string>;
}

/** Reads the header of an image; the caller keeps and closes the file. Throws SkippedFileError. */
export function openImage(file: ReadableFile, info?: FileFacts): OpenedImage {
  const header = readHeader(file, info);
  const sopClassUID = header.ascii(Tag.SOPClassUID) ?? header.ascii(Tag.MediaStorageSOPClassUID);
  if (sopClassUID === mediaStorageDirectory || header.find(Tag.DirectoryRecordSequence)) {
    throw new SkippedFileError(
      "DICOMDIR",
      "it is a DICOMDIR, which lists other files, not an image",
    );
  }
  const sopInstanceUID = header.ascii(Tag.SOPInstanceUID) ??
    header.ascii(Tag.MediaStorageSOPInstanceUID);
  if (!sopInstanceUID) throw new SkippedFileError("NO_SOP_INSTANCE", "it has no SOPInstanceUID");
  if (lacksPixelData(header, sopClassUID)) {
    throw new SkippedFileError("NO_PIXEL_DATA", "the image has no pixel data; send it again");
  }
  return { header, sopClassUID, sopInstanceUID };
}

/** De-identifies an image that the rules did not hold back. Throws SkippedFileError. */
export function deidentifyImage(
  { header, sopClassUID, sopInstanceUID }: OpenedImage,
  { screening, edit }: NotHeld,
  origin: Origin,
  deidentification: Deidentification,
  observe?: Observe,
): DeidentifiedImage {
  const { profile } = deidentification;
  const key = new NewUids(deidentification.key);
  const subject = subjectOf(header, sopInstanceUID, origin, key);
  const { elements, keptByRecipe, ruled, told } = editDataSet(
    header,
    subject,
    { ...deidentification, key },
    screening.verdict,
    observe,
    nearbyOf(origin, subject),
  );
  const uids = outputUIDs(subject, key, profile.options.has("retainUids"));
  return {
    header,
    subject,
    screening,
    keptByRecipe,
    ruled,
    told,
    elements: withEdits(elements, [
      turnEdit(header),
      edit,
      overlayEdit(header, elements),
      streamEdit(header),
    ]),
    sopClassUID: sopClassUID && isUID(sopClassUID) ? sopClassUID : undefined,
    uids,
    newUids: key.toMap(subject.original, uids),
  };
}

function nearbyOf({ folder, studyWords }: Origin, { original }: Subject): Nearby {
  const words = studyWords?.[original.StudyInstanceUID];
  return { folderName: basename(folder ?? ""), ...(words ? { studyWords: words } : {}) };
}

/** Clears removed overlay planes that are stored in the pixel data. Throws SkippedFileError. */
function overlayEdit(header: Header, edited: readonly EditedElement[]): EditBytes | undefined {
  const removed = overlayGroups(header.elements.values().map(({ tag }) => tag));
  if (removed.size === 0) return undefined;
  for (const group of overlayGroups(edited.values().map(tagOfEdited))) removed.delete(group);
  const edit = clearOverlayBits(header, removed);
  if (typeof edit !== "string") return edit;
  const why = `an overlay is stored in its pixel data and cannot be removed: ${edit}`;
  throw new SkippedFileError("OVERLAY_IN_PIXELS", why);
}

/** Not for video: a video is one stream, and its fragments may begin with any bytes. */
function streamEdit(header: Header): EditBytes | undefined {
  const isPictures = header.find(Tag.PixelData)?.isEncapsulated &&
    !isVideo(header.transferSyntaxUID);
  return isPictures ? clearStreamMetadata() : undefined;
}

/** Swaps the bytes of big endian pixel data before any other edit. Throws SkippedFileError. */
function turnEdit(header: Header): EditBytes | undefined {
  if (!header.facts.hasTurnedPixels) return undefined;
  const pixels = header.find(Tag.PixelData);
  const isOfWords = header.number(Tag.BitsAllocated) === 16;
  if (pixels && isOfWords && (pixels.valueEnd - pixels.valueStart) % 2 === 0) return swapWordBytes;
  const why =
    "its pixel data is big endian in a little endian file and does not consist of 16-bit words";
  throw new SkippedFileError("TRANSFER_SYNTAX", why);
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
