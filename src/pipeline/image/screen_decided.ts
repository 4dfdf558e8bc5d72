import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { openRegularFile } from "../../folder/open_regular_file.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { Box, FileDecision } from "../../model/review.ts";
import { digestOfOriginal } from "../../output/quarantine.ts";
import type { Coordinates } from "../../recipe/recipe.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import type { ImageTask } from "./image_task.ts";
import type { ImageJob } from "./image_tools.ts";
import { heldFor, planRedaction, reviewGroup, type ScreenedImage } from "./screen_and_redact.ts";

/**
 * Opens a file, as {@link openRegularFile} does. Throws SkippedFileError if it is a copy in the
 * quarantine that is missing.
 */
export function openOriginal({ task, file, tools }: ImageJob): ReturnType<typeof openRegularFile> {
  try {
    return openRegularFile(task.folder, file.path, tools.onRead);
  } catch (error) {
    if (!task.isQuarantine || !(error instanceof Deno.errors.NotFound)) throw error;
    throw unusableCopy("is missing");
  }
}

/**
 * The decision about a file, which is about its bytes and not about its name; undefined if there is
 * none. Throws SkippedFileError if the file is a copy that is not what the person has seen.
 */
export function decisionAbout(
  source: Pick<ReadableFile, "readSync" | "seekSync">,
  { decisions = [], isQuarantine = false }: Pick<ImageTask, "decisions" | "isQuarantine">,
  buffer: Uint8Array,
): FileDecision | undefined {
  if (decisions.length === 0 && !isQuarantine) return undefined;
  const digest = digestOfOriginal(source, buffer);
  const decision = decisions.find(({ sha256 }) => sha256 === digest);
  if (decision || !isQuarantine) return decision;
  throw unusableCopy("has changed");
}

function unusableCopy(why: string): SkippedFileError {
  const reason = `its copy in QUARANTINE ${why}; retry the Batch, so that it is copied again`;
  return new SkippedFileError("UNREADABLE", reason);
}

/**
 * Plans what a person has decided, in place of the rules: the pixels are released as they are, or
 * exactly the boxes are redacted. If that is not possible, the image is held back.
 */
export function screenDecided(
  image: ImageHeader,
  { action, boxes }: Pick<FileDecision, "action" | "boxes">,
): ScreenedImage {
  if (action !== "redact") {
    const rule = "released by a reviewer";
    const screening = { verdict: "keep" as const, group: reviewGroup, rule, rectangles: [] };
    return { kind: "leaves", screening };
  }
  const ruling = { group: reviewGroup, rule: "redacted by a reviewer" };
  const planned = planRedaction(image, boxes.map(coordinatesOf));
  if (typeof planned === "string") return heldFor(ruling, planned);
  const { rectangles, redaction } = planned;
  const screening = { verdict: "blank" as const, ...ruling, rectangles };
  return { kind: "leaves", screening, redaction };
}

function coordinatesOf({ left, top, width, height }: Box): Coordinates {
  return { isKept: false, area: { left, top, right: left + width, bottom: top + height } };
}
