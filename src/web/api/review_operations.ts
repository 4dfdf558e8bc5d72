import { createRoute, z } from "@hono/zod-openapi";
import { reviewActions, reviewScopes } from "../../model/review.ts";
import { problemResult } from "./results.ts";
import { badRequest, json, problemJson, security } from "./route_parts.ts";
import { box, code, count, digest, waitingPage, waitingResult } from "./review_schemas.ts";
import { noQuery } from "./schemas.ts";

const fileNumber = z.coerce.number().int().min(0).max(999_999_999);
const forbidden = problemJson(problemResult, "the reviewer role is required");
const gone = problemJson(problemResult, "no such image waits");

const text = z.string().max(100).optional();
const after = z.string().max(140).optional();

export const listWaitingRoute = createRoute({
  method: "get",
  path: "/review/images",
  operationId: "listWaitingImages",
  summary: "Images that wait for a person, oldest first (reviewers only)",
  security,
  request: {
    query: z.strictObject({
      batch: code.optional(),
      modality: text,
      device: text,
      layout: text,
      series: text,
      after: after.openapi({ description: "set by next" }),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: { 200: json(waitingPage, "one page"), 400: badRequest, 403: forbidden },
});

const image = z.object({
  batch: code.openapi({ param: { name: "batch", in: "path" } }),
  number: fileNumber.openapi({ param: { name: "number", in: "path" }, type: "integer" }),
});

export const getWaitingRoute = createRoute({
  method: "get",
  path: "/review/images/{batch}/{number}",
  operationId: "getWaitingImage",
  summary: "One image that waits for a person (reviewers only)",
  security,
  request: { params: image, query: noQuery },
  responses: {
    200: json(waitingResult, "the image"),
    400: badRequest,
    403: forbidden,
    404: gone,
  },
});

const number = z.string().max(20).optional();

export const getPictureRoute = createRoute({
  method: "get",
  path: "/review/images/{batch}/{number}/picture",
  operationId: "getPictureOfWaitingImage",
  summary: "A frame of the original as PNG (reviewers only); it may show the patient's name",
  security,
  request: {
    params: image,
    query: z.strictObject({
      frame: number.openapi({ description: "counted from 0" }),
      width: number.openapi({ description: "window; with center" }),
      center: number.openapi({ description: "level; with width" }),
      max: number.openapi({ description: "most rows and columns, 16 to 2048" }),
      of: digest.optional().openapi({ description: "sha256 of the image that was shown" }),
    }),
  },
  responses: {
    200: { content: { "image/png": { schema: z.any() } }, description: "the picture" },
    400: badRequest,
    403: forbidden,
    404: gone,
    422: problemJson(problemResult, "the picture cannot be shown"),
    503: problemJson(problemResult, "too many pictures are requested"),
  },
});

const decisionBody = z.strictObject({
  images: z.array(z.strictObject({
    batch: code,
    number: z.int().min(0),
    sha256: digest.openapi({ description: "of the image that was shown" }),
  })).min(1).max(500),
  scope: z.enum(reviewScopes).default("image"),
  action: z.enum(reviewActions),
  boxes: z.array(box).max(200).default([]),
  reason: z.string().max(500).default(""),
  dryRun: z.boolean().default(false)
    .openapi({ description: "only count the images of the decision" }),
  expected: z.string().max(64).optional().openapi({
    description: "fingerprint that dryRun returned; required for the scopes series and alike",
  }),
}).openapi("Decide");

const effect = {
  images: count,
  batches: count,
  fingerprint: z.string().openapi({ description: "of the originals of these images" }),
};

export const decideRoute = createRoute({
  method: "post",
  path: "/review/decisions",
  operationId: "decide",
  summary: "Release, redact or reject images that wait (reviewers only)",
  security,
  request: { query: noQuery, body: { ...json(decisionBody, "the decision"), required: true } },
  responses: {
    200: json(z.object(effect).openapi("Effect"), "with dryRun: what would be decided"),
    201: json(z.object({ id: z.int(), ...effect }).openapi("Decided"), "it was recorded"),
    400: badRequest,
    403: forbidden,
    404: gone,
    409: problemJson(problemResult, "other images wait than expected"),
  },
});

const decisionId = z.object({
  id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: "id", in: "path" }, type: "integer" }),
});

export const confirmRoute = createRoute({
  method: "post",
  path: "/review/decisions/{id}/confirm",
  operationId: "confirmDecision",
  summary: "Confirm the decision of another reviewer (reviewers only)",
  security,
  request: { params: decisionId, query: noQuery },
  responses: {
    200: json(z.object({ images: count }).openapi("Confirmed"), "the images it is about"),
    400: badRequest,
    403: forbidden,
    409: problemJson(problemResult, "it is your own decision, or was changed before"),
  },
});

export const undoRoute = createRoute({
  method: "post",
  path: "/review/decisions/{id}/undo",
  operationId: "undoDecision",
  summary: "Undo a decision whose job has not started (reviewers only)",
  security,
  request: { params: decisionId, query: noQuery },
  responses: {
    200: json(
      z.object({ images: count, started: count }).openapi("Undone"),
      "the images that wait again, and those whose job has started",
    ),
    400: badRequest,
    403: forbidden,
  },
});
