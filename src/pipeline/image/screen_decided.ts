import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { Box, FileDecision } from "../../model/review.ts";
import { digestOfOriginal } from "../../output/quarantine.ts";
import type { Coordinates } from "../../recipe/recipe.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import type { ImageTask } from "./image_task.ts";
import { heldFor, planRedaction, reviewGroup, type ScreenedImage } from "./screen_and_redact.ts";

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
  throw new SkippedFileError(
    "UNREADABLE",
    "its copy in QUARANTINE has changed; retry the Batch, so that it is copied again",
  );
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
