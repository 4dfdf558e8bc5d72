import { createRoute } from "@hono/zod-openapi";
import { acknowledgedManyResult, acknowledgedResult, problemResult } from "./results.ts";
import { badRequest, json, problemJson, security } from "./route_parts.ts";
import { acknowledgeBody, acknowledgeManyBody, batchCode, noQuery } from "./schemas.ts";

const forbidden = problemJson(problemResult, "the operator role is required");
const notFound = problemJson(problemResult, "no Batch has this code");

export const acknowledgeManyRoute = createRoute({
  method: "post",
  path: "/batches/acknowledge",
  operationId: "acknowledgeBatches",
  summary: "Acknowledge all matching Batches that need attention (operators only)",
  security,
  request: {
    query: noQuery,
    body: { ...json(acknowledgeManyBody, "the selection"), required: true },
  },
  responses: {
    200: json(acknowledgedManyResult, "with dryRun: what would be acknowledged"),
    400: badRequest,
    403: forbidden,
  },
});

export const acknowledgeRoute = createRoute({
  method: "post",
  path: "/batches/{code}/acknowledge",
  operationId: "acknowledgeBatch",
  summary:
    "Acknowledge a Batch: it needs no attention until something new happens (operators only)",
  security,
  request: {
    params: batchCode,
    query: noQuery,
    body: { ...json(acknowledgeBody, "the note"), required: true },
  },
  responses: {
    200: json(acknowledgedResult, "the Batch is acknowledged"),
    400: badRequest,
    403: forbidden,
    404: notFound,
    409: problemJson(problemResult, "it needs no attention, or is acknowledged already"),
  },
});

export const reopenRoute = createRoute({
  method: "post",
  path: "/batches/{code}/reopen",
  operationId: "reopenBatch",
  summary: "Withdraw the acknowledgement of a Batch (operators only)",
  security,
  request: { params: batchCode, query: noQuery },
  responses: {
    200: json(acknowledgedResult, "the Batch needs attention again"),
    400: badRequest,
    403: forbidden,
    404: notFound,
    409: problemJson(problemResult, "it was not acknowledged"),
  },
});
