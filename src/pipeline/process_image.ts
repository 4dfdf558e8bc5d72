import { join } from "node:path";
import type { SkippedFile } from "../database/image_row.ts";
import type { Deidentification } from "../deidentify/edit_data_set.ts";
import { quarantine } from "../deliver/quarantine.ts";
import { IntakeError, SkippedFileError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { ImageOutcome, ImageTask } from "../workers/image_task.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type Screened, screenImage } from "../screen/screen_image.ts";
import { deidentifyImage, openImage } from "./deidentify_image.ts";
import { describeImage } from "./describe_image.ts";
import { writeImage } from "./write_image.ts";

/** What a thread needs for every image. */
export interface ImageTools extends Deidentification {
  /** Screened with in this order. */
  readonly recipes: readonly Recipe[];
  /** Where originals go that rules hold back; undefined to copy none. */
  readonly quarantine: string | undefined;
  /** Bounds how much of a file is in memory. */
  readonly buffer: Uint8Array;
}

/**
 * Everything done to one file of a Batch: read, de-identified, written, described. A file that
 * cannot become an Image is left out with a code and a reason that hold nothing of its content,
 * and the Batch goes on. The promise waits until the file is durable; all else is done when
 * the function returns. Rejects with IntakeError OUTPUT_UNWRITABLE.
 */
export function processImage(
  task: ImageTask,
  file: FolderEntry,
  tools: ImageTools,
): Promise<ImageOutcome> {
  try {
    if (!file.isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
    using source = Deno.openSync(join(task.folder, file.path), { read: true });
    const opened = openImage(source);
    const screened = screenImage(opened.header, tools.recipes);
    if (screened.kind === "held") {
      if (tools.quarantine) {
        quarantine(join(task.folder, file.path), tools.quarantine, task.code, file.number);
      }
      return Promise.resolve(heldBack(file, screened));
    }
    const image = deidentifyImage(opened, screened, task.code, tools);
    const written = writeImage(image, task.staged, file.number, tools.buffer);
    const row = describeImage(image, file, written);
    return written.sync().then(() => ({ kind: "image", row }));
  } catch (error) {
    if (error instanceof IntakeError) return Promise.reject(error);
    return Promise.resolve({ kind: "skipped", skipped: skipped(file, error) });
  }
}

function heldBack(
  { number: fileNumber, path }: FolderEntry,
  { group, rule, why }: Extract<Screened, { kind: "held" }>,
): ImageOutcome {
  const skipped = { fileNumber, path, code: "HELD_BACK", reason: why, group, rule };
  return { kind: "skipped", skipped };
}

function skipped({ number: fileNumber, path }: FolderEntry, error: unknown): SkippedFile {
  if (error instanceof SkippedFileError) {
    return { fileNumber, path, code: error.code, reason: error.reason };
  }
  const name = error instanceof Error ? error.name : "unknown";
  const unreadable = error instanceof Error && error.name in Deno.errors;
  return unreadable
    ? { fileNumber, path, code: "UNREADABLE", reason: `it cannot be read (${name})` }
    : { fileNumber, path, code: "FAILED", reason: `an unexpected ${name} while it was processed` };
}
