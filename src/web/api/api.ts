import { OpenAPIHono, type z } from "@hono/zod-openapi";
import { findBatch, findBatchCode } from "../../database/views/find_batch.ts";
import type { Keyed, Page, RowCount } from "../../database/views/keyset.ts";
import { countBatches, listBatches } from "../../database/views/list_batches.ts";
import { countImages, listImages } from "../../database/views/list_images.ts";
import { countSeries, listSeries } from "../../database/views/list_series.ts";
import { readThroughput } from "../../database/views/read_intake_state.ts";
import { version } from "../../system/version.ts";
import type { WebPorts } from "../ports.ts";
import type { WebEnv } from "../security/guard.ts";
import {
  dailyMetricsRoute,
  findBatchRoute,
  getBatchRoute,
  listBatchesRoute,
  listImagesRoute,
  listSeriesRoute,
  retryBatchRoute,
} from "./routes.ts";
import { batchResult } from "./schemas.ts";

/** The API at `/api` and its OpenAPI document. */
export interface Api {
  readonly app: OpenAPIHono<WebEnv>;
  readonly document: () => OpenApiDocument;
}

export type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

const unknownBatch = { error: "This Batch does not exist." };

/** Creates the API. Requests are validated with the schemas of its document. */
export function createApi(ports: WebPorts): Api {
  const app = new OpenAPIHono<WebEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : c.json({ error: messageOf(result.error) }, 400),
  });
  addLists(app, ports);
  addBatch(app, ports);
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "a token of `deno task web-user <name> --token`",
  });
  const document = (): OpenApiDocument =>
    app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "dicom-intake",
        version,
        description: "Contains only pseudonyms and numbers.",
      },
      servers: [{ url: "/api" }],
    });
  app.get("/openapi.json", (c) => c.json(document()));
  return { app, document };
}

function addLists(app: OpenAPIHono<WebEnv>, { sql }: WebPorts): void {
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

function addBatch(app: OpenAPIHono<WebEnv>, { sql, retry }: WebPorts): void {
  app.openapi(findBatchRoute, async (c) => {
    const code = await findBatchCode(sql, c.req.valid("json").name);
    const batch = code && await findBatch(sql, code);
    return batch ? c.json(batchResult.parse(batch), 200) : c.json(unknownBatch, 404);
  });
  app.openapi(getBatchRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    return batch ? c.json(batchResult.parse(batch), 200) : c.json(unknownBatch, 404);
  });
  app.openapi(retryBatchRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    const retried = batch && await retry(batch.code);
    if (!retried) return c.json(unknownBatch, 404);
    const { code, status } = retried;
    return c.json({ code, status, retried: retried.retried }, retried.retried ? 202 : 409);
  });
}

function messageOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

/** A page of a list in a response. */
export interface PageResult<Line extends Keyed> {
  readonly count: number;
  readonly countIsExact: boolean;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: Omit<Line, "key">[];
}

/** Combines a page and the row count of its list; keys become addresses of pages. */
async function pageResult<Line extends Keyed>(
  page: Promise<Page<Line>>,
  rows: Promise<RowCount>,
  address: string,
): Promise<PageResult<Line>> {
  const [{ lines, next, previous }, { count, isExact }] = await Promise.all([page, rows]);
  return {
    count,
    countIsExact: isExact,
    next: next === null ? null : addressOf(address, "after", next),
    previous: previous === null ? null : addressOf(address, "before", previous),
    results: lines.map(({ key: _, ...line }) => line),
  };
}

/** Without a host, because behind a proxy only the client knows it. */
function addressOf(address: string, direction: "after" | "before", key: number): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete("after");
  searchParams.delete("before");
  searchParams.set(direction, String(key));
  return `${pathname}?${searchParams}`;
}
