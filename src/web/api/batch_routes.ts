import type { OpenAPIHono } from "@hono/zod-openapi";
import { listBatchLog } from "../../database/batches/batch_log.ts";
import { retryBatches } from "../../database/batches/retry_batches.ts";
import { newestBatch, previewRetry, retrySelected } from "../../database/batches/retry_selected.ts";
import { countReceipts, listRefused } from "../../database/deliveries/receipts.ts";
import {
  type BatchDetail,
  findBatch,
  findBatchCode,
  listBatchEvents,
  listSkippedFiles,
} from "../../database/views/find_batch.ts";
import { findingsOf } from "../findings.ts";
import type { WebPorts } from "../ports.ts";
import { problemHeaders, problemOf } from "../problem.ts";
import type { WebEnv } from "../security/guard.ts";
import { nameOf } from "../view.ts";
import {
  findBatchRoute,
  getBatchRoute,
  retryBatchesRoute,
  retryBatchRoute,
} from "./batch_operations.ts";
import { batchDetailResult, batchResult } from "./results.ts";

const unknownBatch = problemOf(404, "This Batch does not exist.");
/** The number of skipped files and refused images in a response. */
const filesShown = 500;

/** Adds what can be read of a Batch and done with it. */
export function addBatch(app: OpenAPIHono<WebEnv>, { sql }: WebPorts): void {
  app.openapi(findBatchRoute, async (c) => {
    const code = await findBatchCode(sql, c.req.valid("json").name);
    const batch = code && await findBatch(sql, code);
    return batch
      ? c.json(batchResult.parse(batch), 200)
      : c.json(unknownBatch, 404, problemHeaders);
  });
  app.openapi(getBatchRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    if (!batch) return c.json(unknownBatch, 404, problemHeaders);
    return c.json(await detailsOf(sql, batch), 200);
  });
  app.openapi(retryBatchesRoute, async (c) => {
    const { filter, action, dryRun } = c.req.valid("json");
    const selection = { filter, upTo: await newestBatch(sql) };
    const { matching, retried, images, bytes } = await previewRetry(sql, selection);
    if (dryRun) return c.json({ matching, retried, images, bytes }, 200);
    const done = await retrySelected(sql, selection, action, nameOf(c.get("viewer")));
    return c.json({ ...done, images, bytes }, 202);
  });
  app.openapi(retryBatchRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    const by = nameOf(c.get("viewer"));
    const [result] = batch ? await retryBatches(sql, [batch.code], {}, by) : [];
    if (!result) return c.json(unknownBatch, 404, problemHeaders);
    const { code, status, retried } = result;
    if (retried) return c.json({ code, status, retried }, 202);
    const detail = `The Batch is ${status}: it waits or is being processed.`;
    return c.json({ ...problemOf(409, detail), code, batchStatus: status }, 409, problemHeaders);
  });
}

/** Everything about a Batch; unknown members are removed, such as its inbox. */
async function detailsOf(sql: WebPorts["sql"], batch: BatchDetail) {
  const [events, log, receipts, refused, skippedFiles] = await Promise.all([
    listBatchEvents(sql, batch.key),
    listBatchLog(sql, batch.key),
    countReceipts(sql, batch.key),
    listRefused(sql, batch.key, filesShown),
    listSkippedFiles(sql, batch.key, filesShown),
  ]);
  const findings = findingsOf(batch);
  const lists = { findings, events, log, receipts, refused, skippedFiles };
  return batchDetailResult.parse({ ...batch, ...lists });
}
