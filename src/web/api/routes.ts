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

/** An answer in JSON. */
function json<T extends z.ZodType>(schema: T, description: string) {
  return { content: { "application/json": { schema } }, description };
}

/** The schema of a page of a list. */
function pageOfSchema<T extends z.ZodType>(result: T, name: string) {
  return z.object({
    count: z.int().min(0).openapi({ description: "at most 10,000 are counted where a filter is" }),
    countIsExact: z.boolean().openapi({ description: "false when there are more" }),
    next: z.string().nullable().openapi({ description: "the address of the next page" }),
    previous: z.string().nullable().openapi({ description: "the address of the page before" }),
    results: z.array(result),
  }).openapi(name);
}

const badRequest = json(faultResult, "a parameter is not understood");
const notFound = json(faultResult, "no Batch has this code");
const nothingFound = json(faultResult, "no Batch has this code, and none came from such a folder");
const security = [{ bearer: [] }];

/** The route of a list, whose pages have a name in the description. */
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
    ...{ method: "get", path, operationId, summary, security, request: { query } },
    responses: { 200: json(pageOfSchema(result, page), "a page of them"), 400: badRequest },
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
  summary: "One Batch by its code or the name of its folder, which stands in the body",
  security,
  request: { body: { ...json(findBody, "what to look for"), required: true } },
  responses: { 200: json(batchResult, "the Batch"), 400: badRequest, 404: nothingFound },
});

export const retryBatchRoute = createRoute({
  method: "post",
  path: "/batches/{code}/retry",
  operationId: "retryBatch",
  summary: "Send a Batch through its job again; for operators",
  security,
  request: { params: batchCode },
  responses: {
    202: json(retryResult, "it waits for its turn"),
    403: json(faultResult, "only an operator may do this"),
    404: notFound,
    409: json(retryResult, "it waits or is in work, and was left as it is"),
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
  summary: "Series, newest first, with how many images of each were delivered",
  query: seriesQuery,
  page: "SeriesPage",
  result: seriesResult,
});

export const dailyMetricsRoute = createRoute({
  method: "get",
  path: "/metrics/daily",
  operationId: "dailyMetrics",
  summary: "What was finished on each of the last days, oldest first",
  security,
  request: { query: dailyQuery },
  responses: { 200: json(dailyResult.array(), "a line for each day"), 400: badRequest },
});
