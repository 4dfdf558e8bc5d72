import { z } from "@hono/zod-openapi";
import { reviewActions, reviewScopes, reviewStates } from "../../model/review.ts";

/** A number of things. */
export const count = z.int().min(0);
/** The code of a Batch. */
export const code = z.string().regex(/^B-[\w-]{1,62}$/, "is not the code of a Batch");
/** The SHA-256 of an original. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256");
const pixels = z.int().min(0).max(999_999);

/** A rectangle of a decision. */
export const box = z.strictObject({
  left: pixels,
  top: pixels,
  width: pixels.min(1),
  height: pixels.min(1),
}).openapi("Rectangle", { description: "in pixels of the original; it covers all frames" });

const decision = z.object({
  id: z.int(),
  action: z.enum(reviewActions),
  scope: z.enum(reviewScopes),
  boxes: z.array(box),
  images: count.openapi({ description: "number of images that it was about when it was made" }),
  reason: z.string(),
  by: z.string().openapi({ description: "name of the account" }),
  at: z.string(),
  state: z.enum(reviewStates).openapi({
    description: "proposed: a second reviewer must confirm it; decided: it can be undone",
  }),
}).openapi("Decision");

/** An image that waits. */
export const waitingResult = z.object({
  batch: z.string(),
  number: count.openapi({ description: "number of the file in its Batch" }),
  sha256: z.string().openapi({ description: "of the original; a decision states it" }),
  modality: z.string(),
  device: z.string().openapi({ description: "known manufacturer, and a pseudonym of the model" }),
  layout: z.string(),
  rows: count,
  columns: count,
  frames: count,
  reason: z.string(),
  boxes: z.array(box).openapi({ description: "text that was found" }),
  series: z.string(),
  since: z.string(),
  alike: count.openapi({ description: "waiting images of the same device and layout" }),
  decision: decision.optional(),
}).openapi("WaitingImage");

/** One page of waiting images. */
export const waitingPage = z.object({
  waiting: count.openapi({ description: "images without a decision, whatever the filter" }),
  since: z.string().nullable().openapi({ description: "since when the oldest waits" }),
  next: z.string().nullable().openapi({ description: "address of the next page" }),
  results: z.array(waitingResult),
}).openapi("WaitingPage");
