import { outputUnwritable } from "../output_unwritable.ts";
import type { ImageOutcome, ImageRow, SkippedFile } from "../model/image.ts";
import type { Deidentification } from "../deidentify/edit_data_set.ts";
import { outputUID } from "../deidentify/subject.ts";
import { quarantine } from "../deliver/quarantine.ts";
import { IntakeError, SkippedFileError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import { openRegularFile } from "../folder/open_regular_file.ts";
import { outOfResources } from "../out_of_resources.ts";
import type { ImageTask } from "../workers/image_task.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type Screened, screenImage } from "../screen/screen_image.ts";
import { systemCode } from "../system_code.ts";
import {
  type DeidentifiedImage,
  deidentifyImage,
  type OpenedImage,
  openImage,
} from "./deidentify_image.ts";
import { describeImage } from "./describe_image.ts";
import { type Finding, isDamage } from "../gate/finding.ts";
import { findingsText, gateImage, type GateTools } from "./gate_image.ts";
import { sourceAway } from "./source_away.ts";
import { writeImage, type WrittenImage } from "./write_image.ts";

/** What a thread needs for every image. */
export interface ImageTools extends Deidentification {
  /** Screened with in this order. */
  readonly recipes: readonly Recipe[];
  /** Where originals go that rules hold back; undefined to copy none. */
  readonly quarantine: string | undefined;
  /** Undefined only where something else than its findings is measured. */
  readonly gate: GateTools | undefined;
  /** Bounds how much of a file is in memory. */
  readonly buffer: Uint8Array;
  /** Is told of the bytes that are read of sources: so others see that work goes on. */
  readonly onRead?: (bytes: number) => void;
  /** Is called when a file is done. */
  readonly onDone?: () => void;
}

/**
 * Everything done to one file of a Batch: read, de-identified, written, described. A file that
 * cannot become an Image is left out with a code and a reason that hold nothing of its content,
 * and the Batch goes on. The promise waits until the file is durable; all else is done when
 * the function returns. Rejects with IntakeError OUTPUT_UNWRITABLE, OUT_OF_RESOURCES or
 * SOURCE_AWAY, and GATE where a finding holds the whole Batch.
 */
export function processImage(
  task: ImageTask,
  file: FolderEntry,
  tools: ImageTools,
): Promise<ImageOutcome> {
  let instance: Pick<SkippedFile, "sopInstanceUid" | "outputUid"> = {};
  try {
    if (!file.isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
    const regular = openRegularFile(task.folder, file.path, tools.onRead);
    using source = regular.file;
    const opened = openImage(source, regular.info);
    instance = instanceOf(opened, tools);
    const screened = screenImage(opened.header, tools.recipes);
    if (screened.kind === "held") {
      if (tools.quarantine) {
        quarantine(source, tools.quarantine, task.code, file.number, tools.buffer);
      }
      const skipped = { ...heldBack(file, screened), ...instance };
      return Promise.resolve({ kind: "skipped", skipped });
    }
    const image = deidentifyImage(opened, screened, task, tools);
    const written = writeImage(image, task.staged, file.number, tools.buffer);
    const row = checkedRow(image, written, file, task, tools);
    return written.sync().then(() => ({ kind: "image", row }));
  } catch (error) {
    if (error instanceof IntakeError) return Promise.reject(error);
    const away = error instanceof SkippedFileError ? undefined : passing(error);
    if (away) return Promise.reject(away);
    const why = { ...skipped(file, error), ...instance };
    return Promise.resolve({ kind: "skipped", skipped: why });
  }
}

/** A fault that passes by itself, and is none of this file. */
function passing(error: unknown): IntakeError | undefined {
  return outOfResources(error) ?? sourceAway(error);
}

function instanceOf(
  { sopInstanceUID }: OpenedImage,
  { key, profile }: ImageTools,
): Required<Pick<SkippedFile, "sopInstanceUid" | "outputUid">> {
  const outputUid = outputUID(sopInstanceUID, key, profile.options.has("retainUids"));
  return { sopInstanceUid: sopInstanceUID, outputUid };
}

/** The row of an output that passes the gate; whatever else happens, its file is taken back. */
function checkedRow(
  image: DeidentifiedImage,
  written: WrittenImage,
  file: FolderEntry,
  task: ImageTask,
  tools: ImageTools,
): ImageRow {
  try {
    const found = tools.gate ? gateImage(image, written, task, tools, tools.gate) : [];
    const findings = found.length > 0 ? findingsText(found) : null;
    if (findings !== null && tools.gate?.policy !== "warn") {
      throw refusal(found, file, tools.gate?.policy);
    }
    return { ...describeImage(image, file, written), findings };
  } catch (error) {
    written.remove();
    const isOwn = error instanceof IntakeError || error instanceof SkippedFileError;
    if (isOwn || systemCode(error) === "") throw error;
    throw outputUnwritable(error, { place: "the output", problem: "cannot be read back" });
  }
}

/** Of a damaged source nothing is said that holds its Batch. */
function refusal(
  found: readonly Finding[],
  { number }: FolderEntry,
  policy: GateTools["policy"] | undefined,
): IntakeError | SkippedFileError {
  const findings = findingsText(found);
  if (found.every(isDamage)) {
    return new SkippedFileError("DAMAGED", `its source is damaged: ${findings}`);
  }
  if (policy !== "batch") return new SkippedFileError("GATE", findings);
  return new IntakeError(
    "GATE",
    `file ${number}: ${findings}`,
    "see docs/gate.md; retry with GATE=image delivers the other images",
  );
}

function heldBack(
  { number: fileNumber, path }: FolderEntry,
  { group, rule, why }: Extract<Screened, { kind: "held" }>,
): SkippedFile {
  return { fileNumber, path, code: "HELD_BACK", reason: why, group, rule };
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
    : { fileNumber, path, code: "FAILED", reason: `an unexpected ${name} while it was processed` };
}
