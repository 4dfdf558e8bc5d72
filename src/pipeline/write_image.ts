import { join } from "node:path";
import { StagedFile, type WrittenBytes } from "../deliver/staged_file.ts";
import { writeDicomFile } from "../dicom/write_file.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";

/** What was written, and where below the staged folder. */
export interface WrittenImage {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Reads again what was written. */
  readonly reread: () => WrittenBytes;
  /** Makes the file durable and closes it; must be called. */
  readonly sync: () => Promise<void>;
  /** Takes it back instead: what is not to leave. */
  readonly remove: () => void;
}

/** Where an image lies in the output of its Batch: names of its new UIDs only. */
export function imagePath({ uids }: Pick<DeidentifiedImage, "uids">): string {
  return join(uids.StudyInstanceUID, uids.SeriesInstanceUID, `${uids.SOPInstanceUID}.dcm`);
}

/**
 * Writes an image below a staged folder. When another file of its Batch has taken its place,
 * because both have one SOPInstanceUID, it is written beside it, with the file's number behind
 * its name, until it is decided which of them stays. Throws SkippedFileError; IntakeError
 * OUTPUT_UNWRITABLE.
 */
export function writeImage(
  image: DeidentifiedImage,
  staged: string,
  fileNumber: number,
  buffer: Uint8Array,
): WrittenImage {
  const path = imagePath(image);
  const contested = `${path}.${fileNumber}`;
  const file = new StagedFile(join(staged, path), join(staged, contested));
  try {
    const meta = { sopClassUID: image.sopClassUID, sopInstanceUID: image.uids.SOPInstanceUID };
    const { bytes, sha256 } = writeDicomFile(image.header, image.elements, meta, file, buffer);
    const isContested = file.path !== join(staged, path);
    return {
      path: isContested ? contested : path,
      bytes,
      sha256,
      reread: () => file.reread(),
      sync: () => file.sync(),
      remove: () => file.remove(),
    };
  } catch (error) {
    file.remove();
    throw error;
  }
}
