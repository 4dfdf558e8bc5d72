import { createRoute, z } from "@hono/zod-openapi";
import {
  batchCode,
  batchQuery,
  batchResult,
  dailyQuery,
  dailyResult,
  faultResult,
  findBody,
  imageQuery,
  imageResult,
  retryResult,
  seriesQuery,
  seriesResult,
} from "./schemas.ts";

/** A JSON body. */
function json<T extends z.ZodType>(schema: T, description: string) {
  return { content: { "application/json": { schema } }, description };
}

/** The schema of a page of a list. */
function pageOfSchema<T extends z.ZodType>(result: T, name: string) {
  return z.object({
    count: z.int().min(0).openapi({
      description: "number of results; with a filter at most 10,000",
    }),
    countIsExact: z.boolean().openapi({
      description: "false if there are more results than count",
    }),
    next: z.string().nullable().openapi({ description: "address of the next page" }),
    previous: z.string().nullable().openapi({ description: "address of the previous page" }),
    results: z.array(result),
  }).openapi(name);
}

const badRequest = json(faultResult, "invalid parameter");
const notFound = json(faultResult, "no Batch has this code");
const nothingFound = json(faultResult, "no Batch has this code or folder name");
const security = [{ bearer: [] }];

/** The route of a list; `page` is the name of the schema of its pages. */
function listRoute<Path extends string, Query extends z.ZodObject, Result extends z.ZodType>(
  list: {
    path: Path;
    operationId: string;
    summary: string;
    query: Query;
    page: string;
    result: Result;
  },
) {
  const { path, operationId, summary, query, page, result } = list;
  return createRoute({
    method: "get",
    path,
    operationId,
    summary,
    security,
    request: { query },
    responses: { 200: json(pageOfSchema(result, page), "one page"), 400: badRequest },
  });
}

export const listBatchesRoute = listRoute({
  path: "/batches",
  operationId: "listBatches",
  summary: "Batches, newest first",
  query: batchQuery,
  page: "BatchPage",
  result: batchResult,
});

export const getBatchRoute = createRoute({
  method: "get",
  path: "/batches/{code}",
  operationId: "getBatch",
  summary: "One Batch",
  security,
  request: { params: batchCode },
  responses: { 200: json(batchResult, "the Batch"), 400: badRequest, 404: notFound },
});

export const findBatchRoute = createRoute({
  method: "post",
  path: "/batches/find",
  operationId: "findBatch",
  summary: "One Batch, found by its code or the name of its folder in the request body",
  security,
  request: { body: { ...json(findBody, "the search term"), required: true } },
  responses: { 200: json(batchResult, "the Batch"), 400: badRequest, 404: nothingFound },
});

export const retryBatchRoute = createRoute({
  method: "post",
  path: "/batches/{code}/retry",
  operationId: "retryBatch",
  summary: "Process a Batch again (operators only)",
  security,
  request: { params: batchCode },
  responses: {
    202: json(retryResult, "the Batch was queued"),
    403: json(faultResult, "the operator role is required"),
    404: notFound,
    409: json(retryResult, "not retried: the Batch is queued or being processed"),
  },
});

export const listImagesRoute = listRoute({
  path: "/images",
  operationId: "listImages",
  summary: "Delivered images, newest first",
  query: imageQuery,
  page: "ImagePage",
  result: imageResult,
});

export const listSeriesRoute = listRoute({
  path: "/series",
  operationId: "listSeries",
  summary: "Series, newest first, with the number of delivered images",
  query: seriesQuery,
  page: "SeriesPage",
  result: seriesResult,
});

export const dailyMetricsRoute = createRoute({
  method: "get",
  path: "/metrics/daily",
  operationId: "dailyMetrics",
  summary: "Daily totals, oldest day first",
  security,
  request: { query: dailyQuery },
  responses: { 200: json(dailyResult.array(), "one entry for each day"), 400: badRequest },
});
