import type { OpenAPIHono } from "@hono/zod-openapi";
import { countBatches, listBatches } from "../../database/views/list_batches.ts";
import { countImages, listImages } from "../../database/views/list_images.ts";
import { countSeries, listSeries } from "../../database/views/list_series.ts";
import { readThroughput } from "../../database/views/read_intake_state.ts";
import type { WebPorts } from "../ports.ts";
import type { WebEnv } from "../security/guard.ts";
import { csvOf, pageResult } from "./pages.ts";
import {
  batchesCsvRoute,
  dailyMetricsRoute,
  imagesCsvRoute,
  listBatchesRoute,
  listImagesRoute,
  listSeriesRoute,
  seriesCsvRoute,
} from "./list_operations.ts";
import { batchResult, imageResult, seriesResult } from "./results.ts";

/** Adds the lists, as pages of JSON and as whole files of CSV, and the totals of days. */
export function addLists(app: OpenAPIHono<WebEnv>, { sql }: WebPorts): void {
  app.openapi(listBatchesRoute, async (c) => {
    const { limit, after, before, ...filter } = c.req.valid("query");
    const page = listBatches(sql, filter, { after, before }, limit);
    return c.json(await pageResult(page, countBatches(sql, filter), c.req.url), 200);
  });
  app.openapi(listImagesRoute, async (c) => {
    const { limit, after, before, ...filter } = c.req.valid("query");
    const page = listImages(sql, filter, { after, before }, limit);
    return c.json(await pageResult(page, countImages(sql, filter), c.req.url), 200);
  });
  app.openapi(listSeriesRoute, async (c) => {
    const { limit, after, before, ...filter } = c.req.valid("query");
    const page = listSeries(sql, filter, { after, before }, limit);
    return c.json(await pageResult(page, countSeries(sql, filter), c.req.url), 200);
  });
  app.openapi(dailyMetricsRoute, async (c) => {
    const { days, zone } = c.req.valid("query");
    return c.json(await readThroughput(sql, "day", days, zone), 200);
  });
}

const csvHeaders = { "Content-Type": "text/csv; charset=utf-8; header=present" };

/** Adds the lists as CSV. */
export function addCsv(app: OpenAPIHono<WebEnv>, { sql }: WebPorts): void {
  app.openapi(batchesCsvRoute, (c) => {
    const filter = c.req.valid("query");
    const csv = csvOf(
      batchResult.keyof().options,
      (cursor, limit) => listBatches(sql, filter, cursor, limit),
    );
    return c.body(csv, 200, csvHeaders);
  });
  app.openapi(imagesCsvRoute, (c) => {
    const filter = c.req.valid("query");
    const csv = csvOf(
      imageResult.keyof().options,
      (cursor, limit) => listImages(sql, filter, cursor, limit),
    );
    return c.body(csv, 200, csvHeaders);
  });
  app.openapi(seriesCsvRoute, (c) => {
    const filter = c.req.valid("query");
    const csv = csvOf(
      seriesResult.keyof().options,
      (cursor, limit) => listSeries(sql, filter, cursor, limit),
    );
    return c.body(csv, 200, csvHeaders);
  });
}
