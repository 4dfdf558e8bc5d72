import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  acknowledgeBatches,
  acknowledgeSelected,
  countAcknowledgeable,
  withdrawAcknowledgement,
} from "../../database/batches/acknowledge_batches.ts";
import { newestBatch } from "../../database/batches/retry_selected.ts";
import { findBatch } from "../../database/views/find_batch.ts";
import type { WebPorts } from "../ports.ts";
import { problemHeaders, problemOf } from "../problem.ts";
import type { WebEnv } from "../security/guard.ts";
import { nameOf } from "../view.ts";
import { acknowledgeManyRoute, acknowledgeRoute, reopenRoute } from "./acknowledge_operations.ts";

const unknownBatch = problemOf(404, "This Batch does not exist.");

/** Adds the operations that acknowledge Batches. */
export function addAcknowledge(app: OpenAPIHono<WebEnv>, { sql }: WebPorts): void {
  app.openapi(acknowledgeManyRoute, async (c) => {
    const { filter, note, dryRun } = c.req.valid("json");
    const selection = { filter, upTo: await newestBatch(sql) };
    const by = nameOf(c.get("viewer"));
    const acknowledged = dryRun
      ? await countAcknowledgeable(sql, selection)
      : await acknowledgeSelected(sql, selection, { by, note });
    return c.json({ acknowledged }, 200);
  });
  app.openapi(acknowledgeRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    if (!batch) return c.json(unknownBatch, 404, problemHeaders);
    const by = nameOf(c.get("viewer"));
    const { note } = c.req.valid("json");
    const [result] = await acknowledgeBatches(sql, [batch.code], { by, note });
    if (result?.isChanged) return c.json({ code: batch.code, acknowledged: true }, 200);
    const detail = "The Batch needs no attention, or is acknowledged already.";
    return c.json(problemOf(409, detail), 409, problemHeaders);
  });
  app.openapi(reopenRoute, async (c) => {
    const batch = await findBatch(sql, c.req.valid("param").code);
    if (!batch) return c.json(unknownBatch, 404, problemHeaders);
    const [result] = await withdrawAcknowledgement(sql, [batch.code], nameOf(c.get("viewer")));
    if (result?.isChanged) return c.json({ code: batch.code, acknowledged: false }, 200);
    return c.json(problemOf(409, "The Batch was not acknowledged."), 409, problemHeaders);
  });
}
