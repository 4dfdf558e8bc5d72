import type { Context, Hono } from "hono";
import {
  acknowledgeSelected,
  countAcknowledgeable,
  withdrawAcknowledgement,
} from "../database/batches/acknowledge_batches.ts";
import { newestBatch } from "../database/batches/retry_selected.ts";
import { findBatch } from "../database/views/find_batch.ts";
import { longestNote } from "../model/note.ts";
import { filterParams, readSelection } from "./batch_query.ts";
import { AcknowledgePage, backFrom } from "./pages/acknowledge.tsx";
import { Layout } from "./pages/layout.tsx";
import type { WebPorts } from "./ports.ts";
import { problem } from "./problem.ts";
import type { WebEnv } from "./security/guard.ts";
import { readForms } from "./security/read_form.ts";
import { nameOf, type View } from "./view.ts";

/** Adds the routes of the forms that acknowledge Batches. */
export function addAcknowledge(
  app: Hono<WebEnv>,
  { sql }: WebPorts,
  viewOf: (c: Context<WebEnv>) => View,
): void {
  app.post("/batches/acknowledge", async (c) => {
    const form = await readForms(c);
    const selection = readSelection(form, await newestBatch(sql));
    const count = await countAcknowledgeable(sql, selection);
    const view = viewOf(c);
    return c.html(
      <Layout title="Acknowledge" section="/batches" view={view}>
        <AcknowledgePage selection={selection} count={count} form={form} view={view} />
      </Layout>,
    );
  });
  app.post("/batches/acknowledge/confirm", async (c) => {
    const form = await readForms(c);
    const note = (form.get("note") ?? "").trim();
    if (note === "" || note.length > longestNote) {
      return problem(c, 400, `The note is empty or longer than ${longestNote} characters.`);
    }
    const selection = readSelection(form, await newestBatch(sql));
    const by = nameOf(c.get("viewer"));
    const changed = await acknowledgeSelected(sql, selection, { by, note });
    if (form.get("from") === "batch") return c.redirect(backFrom(form), 303);
    const query = filterParams(form);
    query.set("acknowledgedNow", String(changed));
    return c.redirect(`/batches?${query}`, 303);
  });
  app.post("/batches/:code/reopen", async (c) => {
    const batch = await findBatch(sql, c.req.param("code"));
    if (!batch) return c.notFound();
    await withdrawAcknowledgement(sql, [batch.code], nameOf(c.get("viewer")));
    return c.redirect(`/batches/${batch.code}`, 303);
  });
}
