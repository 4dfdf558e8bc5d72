import { createRoute } from "@hono/zod-openapi";
import {
  batchDetailResult,
  batchResult,
  notRetriedResult,
  problemResult,
  retryManyResult,
  retryResult,
} from "./results.ts";
import { badRequest, json, problemJson, security } from "./route_parts.ts";
import { batchCode, findBody, noQuery, retryBody } from "./schemas.ts";

const notFound = problemJson(problemResult, "no Batch has this code");
const nothingFound = problemJson(problemResult, "no Batch has this code or folder name");

export const getBatchRoute = createRoute({
  method: "get",
  path: "/batches/{code}",
  operationId: "getBatch",
  summary: "One Batch with its events, log, receipts, findings and skipped files",
  security,
  request: { params: batchCode, query: noQuery },
  responses: { 200: json(batchDetailResult, "the Batch"), 400: badRequest, 404: notFound },
});

export const findBatchRoute = createRoute({
  method: "post",
  path: "/batches/find",
  operationId: "findBatch",
  summary: "One Batch, found by its code or the name of its folder in the request body",
  security,
  request: { query: noQuery, body: { ...json(findBody, "the search term"), required: true } },
  responses: { 200: json(batchResult, "the Batch"), 400: badRequest, 404: nothingFound },
});

export const retryBatchesRoute = createRoute({
  method: "post",
  path: "/batches/retry",
  operationId: "retryBatches",
  summary: "Process all matching Batches again (operators only)",
  security,
  request: { query: noQuery, body: { ...json(retryBody, "the selection"), required: true } },
  responses: {
    200: json(retryManyResult, "with dryRun: what would be done"),
    202: json(retryManyResult, "the Batches were queued"),
    400: badRequest,
    403: problemJson(problemResult, "the operator role is required"),
  },
});

export const retryBatchRoute = createRoute({
  method: "post",
  path: "/batches/{code}/retry",
  operationId: "retryBatch",
  summary: "Process a Batch again (operators only)",
  security,
  request: { params: batchCode, query: noQuery },
  responses: {
    202: json(retryResult, "the Batch was queued"),
    400: badRequest,
    403: problemJson(problemResult, "the operator role is required"),
    404: notFound,
    409: problemJson(notRetriedResult, "not retried: the Batch is queued or being processed"),
  },
});
