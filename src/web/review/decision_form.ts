import {
  type Box,
  reviewActions,
  type ReviewRequest,
  reviewScopes,
  type ShownImage,
  type WaitingImage,
} from "../../model/review.ts";
import type { Reviewer } from "../../database/review/change_decision.ts";
import { isBatchCode, isDigest, readNumber } from "./review_query.ts";

/** The most rectangles of a decision, and characters of its reason. */
export const [mostBoxes, longestReason] = [200, 500];

/** Reads which image a form was shown with; undefined if it is not valid. */
export function readShown(form: URLSearchParams): ShownImage | undefined {
  const [batch, number, sha256] = ["batch", "number", "sha256"].map((name) =>
    form.get(name) ?? undefined
  );
  const file = readNumber(number);
  if (!isBatchCode(batch) || file === undefined || !isDigest(sha256)) return undefined;
  return { batch, number: file, sha256 };
}

/**
 * Reads the decision in a form about an image. Returns what is wrong, as a sentence, if it is not
 * valid. Rectangles are only part of a decision to redact.
 */
export function readDecision(
  form: URLSearchParams,
  image: WaitingImage,
  reviewer: Reviewer,
): ReviewRequest | string {
  const action = reviewActions.find((each) => each === form.get("action"));
  const scope = reviewScopes.find((each) => each === form.get("scope"));
  if (!action || !scope) return "The form has no valid action and scope.";
  const boxes = action === "redact" ? form.getAll("box").map((text) => parseBox(text)) : [];
  const { batch, number, sha256 } = image;
  const request: ReviewRequest = {
    images: [{ batch, number, sha256 }],
    action,
    scope,
    boxes: boxes.filter((box) => box !== undefined),
    reason: (form.get("reason") ?? "").trim(),
    ...reviewer,
  };
  return boxes.includes(undefined)
    ? "A rectangle is not of the form left,top,width,height."
    : whatIsWrong(request, image) ?? request;
}

/** What is wrong with a decision about an image, as a sentence; undefined if it is valid. */
export function whatIsWrong(
  { action, boxes, reason }: Pick<ReviewRequest, "action" | "boxes" | "reason">,
  image: Pick<WaitingImage, "rows" | "columns">,
): string | undefined {
  if (reason.length > longestReason) {
    return `The reason is longer than ${longestReason} characters.`;
  }
  if (boxes.length > mostBoxes) return `There are more than ${mostBoxes} rectangles.`;
  if (action === "redact" && boxes.length === 0) return "Add at least one rectangle to redact.";
  if (action !== "redact" && boxes.length > 0) return "Only redact has rectangles.";
  const isOutside = boxes.some(({ left, top, width, height }) =>
    left + width > image.columns || top + height > image.rows
  );
  return isOutside ? "A rectangle reaches beyond the image." : undefined;
}

/** `left,top,width,height` in whole pixels. */
export function formatBox({ left, top, width, height }: Box): string {
  return [left, top, width, height].join(",");
}

function parseBox(text: string): Box | undefined {
  if (!/^\d{1,6}(,\d{1,6}){3}$/.test(text)) return undefined;
  const [left = 0, top = 0, width = 0, height = 0] = text.split(",").map(Number);
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}
