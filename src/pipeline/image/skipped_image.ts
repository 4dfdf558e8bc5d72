import { join } from "node:path";
import { outputUID } from "../../deidentify/pseudonyms/subject.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import { openRegularFile } from "../../folder/open_regular_file.ts";
import { IntakeError, SkippedFileError } from "../../model/errors.ts";
import type { ImageOutcome, SkippedFile } from "../../model/image.ts";
import { heldName, originalName, quarantine } from "../../output/quarantine.ts";
import type { FileDecision } from "../../model/review.ts";
import type { Held } from "../../screen/screen_image.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import { outOfResources, sourceAway, systemCode } from "../../system/system_code.ts";
import { describeWaiting, hasPicture } from "./describe_waiting.ts";
import type { OpenedImage } from "./open_image.ts";
import type { ImageJob } from "./image_tools.ts";
import { textGroup } from "./screen_and_redact.ts";
import { LeftForSearch } from "./text_tools.ts";

/** The identifiers of an image that is skipped, as far as they are known. */
export type SkippedInstance = Pick<SkippedFile, "sopInstanceUid" | "outputUid" | "review">;

export function instanceOf(
  { sopInstanceUID }: OpenedImage,
  { key, profile }: Pick<ImageJob["tools"], "key" | "profile">,
): SkippedInstance {
  const outputUid = outputUID(sopInstanceUID, key, profile.options.has("retainUids"));
  return { sopInstanceUid: sopInstanceUID, outputUid };
}

/**
 * The outcome of an image that is held back, or waits for a person; its original is copied to the
 * quarantine, if there is one. `source` is its open file; without it, the file is opened again.
 * Throws IntakeError OUTPUT_UNWRITABLE, and what opening throws.
 */
export function holdBack(
  job: ImageJob,
  image: ImageHeader,
  { group, rule, why, areas = [] }: Held,
  instance: SkippedInstance,
  source?: ReadableFile,
): ImageOutcome {
  const { file: { number: fileNumber, path }, tools: { review, quarantine } } = job;
  const held = { fileNumber, path, code: "HELD_BACK", reason: why, group, rule };
  const isOfText = group === textGroup;
  const isToWait = review && (isOfText ? review.ofText : review.ofRules) && hasPicture(image);
  const skipped = { ...held, ...instance };
  if (quarantine === undefined) return { kind: "skipped", skipped };
  const folder = join(quarantine, job.task.code);
  if (isToWait && !instance.review) {
    const { sha256, bytes } = copyOriginal(job, folder, originalName, source);
    const waiting = describeWaiting(image, areas, bytes, job);
    return { kind: "skipped", skipped: { ...skipped, review: { sha256, waiting } } };
  }
  // with a review, nothing is copied but images that wait
  if (!review) copyOriginal(job, folder, () => heldName(fileNumber), source);
  return { kind: "skipped", skipped };
}

/** The outcome of a file whose original is only copied, because the image is to wait. */
export function copied(job: ImageJob, folder: string): ImageOutcome {
  const { number: fileNumber, path } = job.file;
  const { sha256 } = copyOriginal(job, folder, originalName);
  const reason = "its original was copied";
  return {
    kind: "skipped",
    skipped: { fileNumber, path, code: "HELD_BACK", reason, review: { sha256 } },
  };
}

/** Copies the original of an image to the folder of its Batch in the quarantine. */
function copyOriginal(
  { task, file, tools: { buffer, onRead } }: ImageJob,
  folder: string,
  nameOf: (sha256: string) => string,
  source?: ReadableFile,
): { readonly sha256: string; readonly bytes: number } {
  using reopened = source ? undefined : openRegularFile(task.folder, file.path, onRead).file;
  const original = source ?? reopened;
  if (!original) throw new TypeError("a file was not opened");
  const sha256 = quarantine(original, folder, nameOf, buffer);
  return { sha256, bytes: original.statSync().size };
}

/** The outcome of an image that a person has rejected. */
export function rejected(
  { number: fileNumber, path }: FolderEntry,
  instance: SkippedInstance,
  { sha256 }: FileDecision,
): ImageOutcome {
  const reason = "a reviewer has rejected it";
  const review = { sha256 };
  return {
    kind: "skipped",
    skipped: { fileNumber, path, code: "REJECTED", reason, ...instance, review },
  };
}

/**
 * The outcome of a file that could not be processed because of an error. Throws IntakeError if the
 * error does not concern this file.
 */
export function outcomeOf(
  error: unknown,
  file: FolderEntry,
  instance: SkippedInstance,
): ImageOutcome {
  if (error instanceof IntakeError || error instanceof LeftForSearch) throw error;
  const transient = error instanceof SkippedFileError ? undefined : transientFault(error);
  if (transient) throw transient;
  return { kind: "skipped", skipped: { ...skipped(file, error), ...instance } };
}

/** The IntakeError of a fault that is temporary and not caused by this file. */
function transientFault(error: unknown): IntakeError | undefined {
  return outOfResources(error) ?? sourceAway(error);
}

function skipped({ number: fileNumber, path }: FolderEntry, error: unknown): SkippedFile {
  if (error instanceof SkippedFileError) {
    return { fileNumber, path, code: error.code, reason: error.reason };
  }
  const own = error instanceof Error ? error.name : "unknown";
  const name = own === "Error" ? systemCode(error) || own : own;
  const isRefused = systemCode(error) !== "" || name in Deno.errors;
  return isRefused
    ? { fileNumber, path, code: "UNREADABLE", reason: `it cannot be read (${name})` }
    : {
      fileNumber,
      path,
      code: "FAILED",
      reason: `an unexpected ${name} while the file was processed`,
    };
}
