import { basename } from "node:path";
import {
  type Deidentification,
  editDataSet,
  type EditedDataSet,
} from "../../deidentify/edit_data_set.ts";
import { withNewUids } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import {
  type Origin,
  outputUIDs,
  type Subject,
  subjectOf,
} from "../../deidentify/pseudonyms/subject.ts";
import type { Nearby } from "../../deidentify/text/text_cleaner.ts";
import type { Observe } from "../../deidentify/visit.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { isUID } from "../../dicom/transfer_syntax.ts";
import type { EditedElement } from "../../dicom/write/edited.ts";
import { editPixels } from "../../pixels/redact/edit_pixels.ts";
import type { OpenedImage } from "./open_image.ts";
import type { ReleasedImage, Screening } from "./screen_and_redact.ts";

/** The header of a source and the data set that is written instead. */
export interface DeidentifiedImage extends ImageHeader {
  readonly screening: Screening;
  readonly subject: Subject;
  readonly elements: readonly EditedElement[];
  readonly keptByRecipe: readonly string[];
  readonly ruled: EditedDataSet["ruled"];
  readonly told: EditedDataSet["told"];
  readonly sopClassUID: string | undefined;
  /** Of the output. */
  readonly transferSyntaxUID: string;
  /** The UIDs of the output. */
  readonly uids: ReturnType<typeof outputUIDs>;
  /** The new UID of each UID in the source: its own UIDs and those that it refers to. */
  readonly newUids: ReadonlyMap<string, string>;
}

/** De-identifies an image that the rules did not hold back. Throws SkippedFileError. */
export function deidentifyImage(
  image: OpenedImage,
  { screening, redaction }: ReleasedImage,
  origin: Origin,
  deidentification: Deidentification,
  observe?: Observe,
): DeidentifiedImage {
  const { header, facts } = image;
  const { subject, edited, uids, newUids } = withNewUids(deidentification.key, (key) => {
    const subject = subjectOf(facts, image.sopInstanceUID, origin, key);
    const nearby = nearbyOf(origin, subject);
    const keyed = { ...deidentification, key };
    const edited = editDataSet(image, subject, keyed, screening.verdict, observe, nearby);
    const isRetained = deidentification.profile.options.has("retainUids");
    const uids = outputUIDs(subject, key, isRetained);
    return { subject, edited, original: subject.original, uids };
  });
  const { elements, ...recorded } = edited;
  // compressed pixels that are not encoded yet: only the header is shown, nothing is written
  const pixels = redaction && "encode" in redaction ? undefined : redaction;
  const { sopClassUID } = facts;
  const stored = pixels && "pixels" in pixels ? pixels.stored : undefined;
  return {
    header,
    facts,
    subject,
    screening,
    ...recorded,
    elements: editPixels(image, elements, pixels),
    sopClassUID: sopClassUID && isUID(sopClassUID) ? sopClassUID : undefined,
    transferSyntaxUID: stored?.transferSyntaxUID ?? header.transferSyntaxUID,
    uids,
    newUids,
  };
}

function nearbyOf(origin: Origin, { original }: Subject): Nearby {
  const { folder = "", folderName = basename(folder), studyWords } = origin;
  const words = studyWords?.[original.StudyInstanceUID];
  return { folderName, ...(words ? { studyWords: words } : {}) };
}
