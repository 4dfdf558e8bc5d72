import { basename } from "node:path";
import type { FolderEntry } from "../../folder/list_files.ts";
import { openRegularFile } from "../../folder/open_regular_file.ts";
import type { TextPolicy } from "../../model/batch.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { tagOfEdited } from "../../dicom/write/edited.ts";
import { isOverlayData } from "../../pixels/text/overlay_pictures.ts";
import type { Held } from "../../screen/screen_image.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";
import type { ImageTask } from "./image_task.ts";
import { openImage } from "./open_image.ts";
import { readWritten } from "./read_written.ts";
import type { ImageTools } from "./image_tools.ts";
import {
  type InspectedText,
  type NeedsInspection,
  screenOutput,
  unwantedText,
} from "./screen_for_text.ts";
import { textKindsOf } from "./text_kinds.ts";
import type { TextTools } from "./text_tools.ts";
import type { WrittenImage } from "./write_image.ts";

/** What an inspection uses of the tools of an image. */
type FileTools = Pick<ImageTools, "texts" | "onRead"> & { readonly text: TextTools };

/**
 * Finds text in the pixels of a file, in its turn, and says of what kind it is. What the same job
 * has already found is not searched for again. Throws
 * SkippedFileError, and errors of the operating system.
 */
export async function inspectFile(
  task: ImageTask,
  file: FolderEntry,
  { reason, blank }: NeedsInspection,
  { text: { finder, turns }, texts, onRead }: FileTools,
): Promise<InspectedText> {
  const known = task.foundTexts?.[file.number];
  const inspect = async (): Promise<InspectedText> => {
    const { file: source, info } = openRegularFile(task.folder, file.path, onRead);
    using _ = source;
    const image = openImage(source, info);
    const kindOf = textKindsOf(image, texts?.siteWords, basename(task.folder));
    const found = known ?? await finder.find(image, { blank, kindOf });
    return { reason, kindOf, found };
  };
  return known
    ? await inspect()
    : await turns.run({ staged: task.staged, fileNumber: file.number }, inspect);
}

/** The rows of a job are kept in memory: how many boxes of text a row may have. */
const mostBoxes = 100;

/** An outcome with the text that was found, for the case that the same job processes it again. */
export function withFoundText(outcome: ImageOutcome, { found }: InspectedText): ImageOutcome {
  if (outcome.kind !== "image" || typeof found === "string") return outcome;
  if (found.boxes.length > mostBoxes) return outcome;
  return { ...outcome, row: { ...outcome.row, foundText: found } };
}

/** Text is redacted in compressed frames even if no rule redacts. */
export function toolsAfter(
  inspected: InspectedText,
  tools: ImageTools,
  { policy, finder }: TextTools,
): ImageTools {
  const redactsText = policy.action === "redact" && hasText(inspected, policy);
  return redactsText ? { ...tools, codecs: finder.codecs } : tools;
}

/**
 * The output is searched in another size than the source, so that text that was just missed there
 * is found.
 */
const outputScale = 1.25;

/** Whether text was found in the pixels that must not stay there. */
function hasText({ found }: InspectedText, policy: TextPolicy): boolean {
  return typeof found !== "string" && unwantedText(found, policy).length > 0;
}

/** Whether the output of an image must be searched for text before it may leave. */
export function needsSecondLook(
  { elements }: Pick<DeidentifiedImage, "elements">,
  inspected: InspectedText | undefined,
  policy: TextPolicy,
): boolean {
  const wasRedacted = inspected !== undefined && hasText(inspected, policy);
  return wasRedacted || elements.some((element) => isOverlayData(tagOfEdited(element)));
}

/**
 * Searches the output of a redacted image, and the overlays that a rule keeps, in its turn. Returns
 * why it must be held back; then the file is removed. Throws SkippedFileError.
 */
export async function inspectOutput(
  task: ImageTask,
  file: FolderEntry,
  written: WrittenImage,
  inspected: InspectedText | undefined,
  { finder, turns, policy }: TextTools,
): Promise<Held | undefined> {
  try {
    const kinds = inspected ? { kindOf: inspected.kindOf } : {};
    const found = await turns.run(
      { staged: task.staged, fileNumber: file.number },
      () => finder.find(readWritten(written), { scale: outputScale, hasOverlays: true, ...kinds }),
    );
    const held = screenOutput(found, policy);
    if (held) written.remove();
    return held;
  } catch (error) {
    written.remove();
    throw error;
  }
}
