import type { Deidentification } from "../../deidentify/edit_data_set.ts";
import { outputUID } from "../../deidentify/pseudonyms/subject.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import { openRegularFile } from "../../folder/open_regular_file.ts";
import { IntakeError, SkippedFileError } from "../../model/errors.ts";
import { type Finding, findingsText, isDamage } from "../../model/finding.ts";
import type { ImageOutcome, ImageRow, SkippedFile } from "../../model/image.ts";
import { quarantine } from "../../output/quarantine.ts";
import type { CodecHolder } from "../../pixels/codecs/codec_libraries.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import type { Held } from "../../screen/screen_image.ts";
import {
  outOfResources,
  outputUnwritable,
  sourceAway,
  systemCode,
} from "../../system/system_code.ts";
import { checkRedaction } from "./check_redaction.ts";
import { type DeidentifiedImage, deidentifyImage } from "./deidentify_image.ts";
import { gateImage, type GateTools } from "./gate_image.ts";
import type { ImageMemory } from "./image_memory.ts";
import type { ImageTask } from "./image_task.ts";
import { type OpenedImage, openImage } from "./open_image.ts";
import { screenAndRedact, withEncodedPixels } from "./screen_and_redact.ts";
import { describeImage, writeImage, type WrittenImage } from "./write_image.ts";

/** The tools that a thread uses for all images. */
export interface ImageTools extends Deidentification {
  /** Images are screened with these recipes in this order. */
  readonly recipes: readonly Recipe[];
  /** Where originals that rules hold back are copied to; undefined for no copies. */
  readonly quarantine: string | undefined;
  /** Undefined only in benchmarks and tests that do not need the gate's findings. */
  readonly gate: GateTools | undefined;
  /** Undefined if no rule redacts: compressed images that a rule redacts are held back. */
  readonly codecs?: CodecHolder | undefined;
  /** Undefined in tests that compare: each image is then processed as if it was the first. */
  readonly memory?: ImageMemory | undefined;
  /** Bounds how many bytes of a file are in memory. */
  readonly buffer: Uint8Array;
  /** Called with the number of bytes of each read, as a sign of progress. */
  readonly onRead?: (bytes: number) => void;
  /** Called when a file is done. */
  readonly onDone?: () => void;
}

/**
 * Reads, de-identifies, writes and describes one file of a Batch. A file that cannot become an
 * image is skipped with a code and a reason that contain nothing of its content. The promise
 * resolves when the output is durable; everything else has been done when the function returns.
 * Rejects with IntakeError OUTPUT_UNWRITABLE, OUT_OF_RESOURCES or SOURCE_AWAY, and with GATE if a
 * finding holds the whole Batch.
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
    const opened = openImage(source, regular.info, tools.memory);
    instance = instanceOf(opened, tools);
    const planned = screenAndRedact(opened, tools.recipes);
    const screened = planned.kind === "held"
      ? planned
      : withEncodedPixels(planned, tools.codecs?.codecs, tools.onRead);
    const hold = (held: Held): Promise<ImageOutcome> => {
      if (tools.quarantine) {
        quarantine(source, tools.quarantine, task.code, file.number, tools.buffer);
      }
      const skipped = { ...heldBack(file, held), ...instance };
      return Promise.resolve({ kind: "skipped", skipped });
    };
    if (screened.kind === "held") return hold(screened);
    const image = deidentifyImage(opened, screened, task, {
      ...tools,
      edits: tools.memory?.edits,
    });
    const written = writeImage(image, task.staged, file.number, tools.buffer);
    const unproved = checkRedaction(screened, written);
    if (unproved) return hold(unproved);
    const row = checkedRow(image, written, file, task, tools);
    return written.sync().then(() => ({ kind: "image", row }));
  } catch (error) {
    if (error instanceof IntakeError) return Promise.reject(error);
    const transient = error instanceof SkippedFileError ? undefined : transientFault(error);
    if (transient) return Promise.reject(transient);
    return Promise.resolve({ kind: "skipped", skipped: { ...skipped(file, error), ...instance } });
  }
}

/** The IntakeError of a fault that is temporary and not caused by this file. */
function transientFault(error: unknown): IntakeError | undefined {
  return outOfResources(error) ?? sourceAway(error);
}

function instanceOf(
  { sopInstanceUID }: OpenedImage,
  { key, profile }: ImageTools,
): Required<Pick<SkippedFile, "sopInstanceUid" | "outputUid">> {
  const outputUid = outputUID(sopInstanceUID, key, profile.options.has("retainUids"));
  return { sopInstanceUid: sopInstanceUID, outputUid };
}

/** The row of an output that passed the gate; otherwise the output is removed. */
function checkedRow(
  image: DeidentifiedImage,
  written: WrittenImage,
  file: FolderEntry,
  task: ImageTask,
  tools: ImageTools,
): ImageRow {
  try {
    const found = tools.gate
      ? gateImage(image, written, task, tools, tools.gate, tools.memory?.facts)
      : [];
    const findings = found.length > 0 ? findingsText(found) : null;
    if (findings !== null && tools.gate?.policy !== "warn") {
      throw refusal(found, file, tools.gate?.policy);
    }
    return { ...describeImage(image, file, written, tools.memory?.descriptions), findings };
  } catch (error) {
    written.remove();
    const isOwn = error instanceof IntakeError || error instanceof SkippedFileError;
    if (isOwn || systemCode(error) === "") throw error;
    throw outputUnwritable(error, { place: "the output", problem: "cannot be read back" });
  }
}

/** A finding caused by damage of the source only skips the file, even with GATE=batch. */
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
    "docs/gate.md explains the finding; a retry with GATE=image delivers the other images",
  );
}

function heldBack(
  { number: fileNumber, path }: FolderEntry,
  { group, rule, why }: Held,
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
    : {
      fileNumber,
      path,
      code: "FAILED",
      reason: `an unexpected ${name} while the file was processed`,
    };
}
