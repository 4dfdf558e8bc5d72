import type { FolderEntry } from "../../folder/list_files.ts";
import { IntakeError, SkippedFileError } from "../../model/errors.ts";
import { type Finding, findingsText, isDamage } from "../../model/finding.ts";
import type { ImageOutcome, ImageRow } from "../../model/image.ts";
import type { FileDecision } from "../../model/review.ts";
import { outputUnwritable, systemCode } from "../../system/system_code.ts";
import { checkRedaction } from "./check_redaction.ts";
import { type DeidentifiedImage, deidentifyImage } from "./deidentify_image.ts";
import { gateImage, type GateTools } from "./gate_image.ts";
import { withCodecs } from "./image_codecs.ts";
import type { ImageTask } from "./image_task.ts";
import type { ImageJob, ImageTools } from "./image_tools.ts";
import {
  inspectFile,
  inspectOutput,
  needsSecondLook,
  toolsAfter,
  withFoundText,
} from "./inspect_file.ts";
import { describeDecided } from "./describe_waiting.ts";
import { type OpenedImage, openImage } from "./open_image.ts";
import { withEncodedPixels } from "./screen_and_redact.ts";
import {
  type InspectedText,
  type NeedsInspection,
  screenForText,
  screenInspected,
} from "./screen_for_text.ts";
import { decisionAbout, openOriginal, screenDecided } from "./screen_decided.ts";
import {
  copied,
  holdBack,
  instanceOf,
  outcomeOf,
  rejected,
  type SkippedInstance,
} from "./skipped_image.ts";
import { describeImage, writeImage, type WrittenImage } from "./write_image.ts";

/**
 * Reads, de-identifies, writes and describes one file of a Batch. A file that cannot become an
 * image is skipped with a code and a reason that contain nothing of its content. The promise
 * resolves when the output is durable. Unless the image is searched for text, everything else has
 * been done when the function returns. Rejects with IntakeError OUTPUT_UNWRITABLE, OUT_OF_RESOURCES
 * or SOURCE_AWAY, and with GATE if a finding holds the whole Batch.
 */
export async function processImage(
  task: ImageTask,
  file: FolderEntry,
  tools: ImageTools,
): Promise<ImageOutcome> {
  const outcome = await processOnce({ task, file, tools });
  if (outcome.kind !== "inspect") return outcome;
  return await processInspected({ task, file, tools }, outcome);
}

async function processInspected(
  { task, file, tools }: ImageJob,
  needed: NeedsInspection,
): Promise<ImageOutcome> {
  const { text } = tools;
  if (!text) throw new TypeError("an image needs an inspection without the tools for it");
  let inspected: InspectedText;
  try {
    inspected = await inspectFile(task, file, needed, { ...tools, text });
  } catch (error) {
    return outcomeOf(error, file, {});
  }
  const ready = toolsAfter(inspected, tools, text);
  const done = await withCodecs(ready, () => processOnce({ task, file, tools: ready }, inspected));
  if (done.kind === "inspect") throw new TypeError("an inspected image needs another inspection");
  return withFoundText(done, inspected);
}

/** Processes a file, or returns why it must be inspected first. */
async function processOnce(
  job: ImageJob,
  inspected?: InspectedText,
): Promise<ImageOutcome | NeedsInspection> {
  const { task, file, tools: { text, around } } = job;
  let instance: SkippedInstance = {};
  try {
    const write = (): Step => writeOutput(job, inspected, (found) => instance = found);
    const step = around ? around(task, file, write) : write();
    if (step.kind !== "written") return step;
    const { image, written, row } = step;
    if (text && needsSecondLook(image, inspected, text.policy)) {
      const held = await inspectOutput(task, file, written, inspected, text);
      if (held) return holdBack(job, image, held, instance);
    }
    await written.sync();
    return { kind: "image", row };
  } catch (error) {
    return outcomeOf(error, file, instance);
  }
}

/** What became of a file when it was written, or why it was not. */
type Step =
  | ImageOutcome
  | NeedsInspection
  | {
    readonly kind: "written";
    readonly image: DeidentifiedImage;
    readonly written: WrittenImage;
    readonly row: ImageRow;
  };

/** Throws SkippedFileError, IntakeError, and errors of the operating system. */
function writeOutput(
  job: ImageJob,
  inspected: InspectedText | undefined,
  onInstance: (instance: SkippedInstance) => void,
): Step {
  const { task, file, tools } = job;
  if (!file.isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
  if (task.copyTo !== undefined) return copied(job, task.copyTo);
  const regular = openOriginal(job);
  using source = regular.file;
  const decision = decisionAbout(source, task, tools.buffer);
  const opened = openImage(source, regular.info, tools.memory);
  const instance = instanceOf(opened, tools);
  const review = decision && describeDecided(opened, decision, job);
  onInstance(review ? { ...instance, review } : instance);
  if (decision?.action === "reject") return rejected(file, instance, decision);
  const planned = planOf(job, opened, inspected, decision);
  if (planned.kind === "inspect") return planned;
  const screened = planned.kind === "held"
    ? planned
    : withEncodedPixels(planned, tools.codecs?.codecs, tools.onRead);
  if (screened.kind === "held") {
    if (decision) throw new SkippedFileError("HELD_BACK", screened.why);
    return holdBack(job, opened, screened, instance, source);
  }
  const image = deidentifyImage(opened, screened, task, { ...tools, edits: tools.memory?.edits });
  const written = writeImage(image, task.staged, file.number, tools.buffer);
  const unproved = checkRedaction(screened, written);
  if (unproved) {
    if (decision) throw new SkippedFileError("HELD_BACK", unproved.why);
    return holdBack(job, opened, unproved, instance, source);
  }
  const row = checkedRow(image, written, job, decision !== undefined);
  return { kind: "written", image, written, row: review ? { ...row, review } : row };
}

/** What the rules, the search for text, or a person say about an image. */
function planOf(
  { tools }: ImageJob,
  opened: OpenedImage,
  inspected: InspectedText | undefined,
  decision: FileDecision | undefined,
): ReturnType<typeof screenForText> {
  if (decision) return screenDecided(opened, decision);
  return inspected && tools.text
    ? screenInspected(opened, inspected, tools, tools.text.policy)
    : screenForText(opened, tools, tools.text?.policy);
}

/** The row of an output that passed the gate; otherwise the output is removed. */
function checkedRow(
  image: DeidentifiedImage,
  written: WrittenImage,
  { task, file, tools }: ImageJob,
  isDecided: boolean,
): ImageRow {
  try {
    const found = tools.gate
      ? gateImage(image, written, task, tools, tools.gate, tools.memory?.facts)
      : [];
    const findings = found.length > 0 ? findingsText(found) : null;
    if (findings !== null && tools.gate?.policy !== "warn") {
      // about one image a person decides again; the others of the Batch do not depend on it
      throw refusal(found, file, isDecided ? "image" : tools.gate?.policy);
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
