import { join } from "node:path";
import type { SkippedFile } from "../database/image_row.ts";
import { readHeader } from "../dicom/read_header.ts";
import { SkippedFileError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { ImageOutcome, ImageTask } from "../workers/image_task.ts";
import { describeImage } from "./describe_image.ts";

/**
 * Everything done to one file of a Batch: its header is read and described. Never throws: a
 * file that cannot become an Image is left out with a code and a reason that hold nothing of
 * its content, and the Batch goes on.
 */
export function processImage(task: ImageTask, file: FolderEntry, key: Uint8Array): ImageOutcome {
  try {
    if (!file.isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
    using source = Deno.openSync(join(task.folder, file.path), { read: true });
    return { kind: "image", row: describeImage(readHeader(source), file, task.code, key) };
  } catch (error) {
    return { kind: "skipped", skipped: skipped(file, error) };
  }
}

function skipped({ number: fileNumber, path }: FolderEntry, error: unknown): SkippedFile {
  if (error instanceof SkippedFileError) {
    return { fileNumber, path, code: error.code, reason: error.reason };
  }
  const name = error instanceof Error ? error.name : "unknown";
  const unreadable = error instanceof Error && error.name in Deno.errors;
  return unreadable
    ? { fileNumber, path, code: "UNREADABLE", reason: `it cannot be read (${name})` }
    : { fileNumber, path, code: "FAILED", reason: `an unexpected ${name} while it was read` };
}
