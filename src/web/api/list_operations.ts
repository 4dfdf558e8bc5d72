import { createRoute, z } from "@hono/zod-openapi";
import { batchResult, dailyResult, imageResult, seriesResult } from "./results.ts";
import { badRequest, json, security } from "./route_parts.ts";
import { batchQuery, dailyQuery, imageQuery, pagingNames, seriesQuery } from "./schemas.ts";

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

/** The route of a whole list as CSV. */
function csvRoute<Path extends string, Query extends z.ZodObject>(
  list: { path: Path; operationId: string; summary: string; query: Query },
) {
  const { path, operationId, summary, query } = list;
  const content = { "text/csv": { schema: z.string() } };
  const responses = { 200: { content, description: "the whole list" }, 400: badRequest };
  return createRoute({
    method: "get",
    path,
    operationId,
    summary,
    security,
    request: { query },
    responses,
  });
}

export const batchesCsvRoute = csvRoute({
  path: "/batches.csv",
  operationId: "listBatchesAsCsv",
  summary: "All matching Batches as CSV, newest first",
  query: batchQuery.omit(pagingNames),
});

export const imagesCsvRoute = csvRoute({
  path: "/images.csv",
  operationId: "listImagesAsCsv",
  summary: "All matching images as CSV, newest first",
  query: imageQuery.omit(pagingNames),
});

export const seriesCsvRoute = csvRoute({
  path: "/series.csv",
  operationId: "listSeriesAsCsv",
  summary: "All matching series as CSV, newest first",
  query: seriesQuery.omit(pagingNames),
});

export const listBatchesRoute = listRoute({
  path: "/batches",
  operationId: "listBatches",
  summary: "Batches, newest first",
  query: batchQuery,
  page: "BatchPage",
  result: batchResult,
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
