import { join } from "node:path";
import { StagedFile, type WrittenBytes } from "../deliver/staged_file.ts";
import { writeDicomFile } from "../dicom/write_file.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";

/** A written image; `path` is below the staged folder. */
export interface WrittenImage {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Opens the written file for reading. */
  readonly reread: () => WrittenBytes;
  /** Makes the file durable and closes it; must be called. */
  readonly sync: () => Promise<void>;
  /** Deletes the file instead of keeping it. */
  readonly remove: () => void;
}

/** The path of an image in the output of its Batch; it consists of the new UIDs. */
export function imagePath({ uids }: Pick<DeidentifiedImage, "uids">): string {
  return join(uids.StudyInstanceUID, uids.SeriesInstanceUID, `${uids.SOPInstanceUID}.dcm`);
}

/**
 * Writes an image below a staged folder. If another file of its Batch already has its path, because
 * both have the same SOPInstanceUID, the file number is appended to the name until it is decided
 * which of them is kept. Throws SkippedFileError; IntakeError OUTPUT_UNWRITABLE.
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
