import type { Context, Hono } from "hono";
import { retryBatches } from "../database/batches/retry_batches.ts";
import { newestBatch, previewRetry, retrySelected } from "../database/batches/retry_selected.ts";
import { findBatch } from "../database/views/find_batch.ts";
import { type Found, searchCatalogue } from "../database/views/search_catalogue.ts";
import { retryActions } from "../model/retry.ts";
import { filterParams, readSelection } from "./batch_query.ts";
import { ActionPage } from "./pages/actions.tsx";
import { Layout } from "./pages/layout.tsx";
import type { PageParts } from "./ports.ts";
import { problem } from "./problem.ts";
import type { WebEnv } from "./security/guard.ts";
import { readForm, readForms } from "./security/read_form.ts";
import { nameOf, type View } from "./view.ts";

/** Adds the routes of the forms that find Batches and process them again. */
export function addActions(
  app: Hono<WebEnv>,
  { sql }: PageParts,
  viewOf: (c: Context<WebEnv>) => View,
): void {
  app.post("/batches/find", async (c) => {
    const { name = "" } = await readForm(c);
    const found = await searchCatalogue(sql, name);
    return c.redirect(found ? addressOf(found) : "/batches?found=none", 303);
  });
  app.post("/batches/actions", async (c) => {
    const form = await readForms(c);
    const selection = readSelection(form, await newestBatch(sql));
    const effect = await previewRetry(sql, selection);
    const view = viewOf(c);
    return c.html(
      <Layout title="Process again" section="/batches" view={view}>
        <ActionPage selection={selection} effect={effect} form={form} view={view} />
      </Layout>,
    );
  });
  app.post("/batches/actions/retry", async (c) => {
    const form = await readForms(c);
    const action = retryActions.find((each) => each === form.get("action"));
    if (!action) return problem(c, 400, "The form has no valid action.");
    const selection = readSelection(form, await newestBatch(sql));
    const { matching, retried } = await retrySelected(
      sql,
      selection,
      action,
      nameOf(c.get("viewer")),
    );
    const query = filterParams(form);
    query.set("retried", `${retried}-${matching}`);
    return c.redirect(`/batches?${query}`, 303);
  });
  // after the address above, which it matches, too
  app.post("/batches/:code/retry", async (c) => {
    const batch = await findBatch(sql, c.req.param("code"));
    if (!batch) return c.notFound();
    await retryBatches(sql, [batch.code], {}, nameOf(c.get("viewer")));
    return c.redirect(`/batches/${batch.code}`, 303);
  });
}

/** The address of what was found. */
function addressOf(found: Found): string {
  switch (found.kind) {
    case "batch":
      return `/batches/${found.name}`;
    case "image":
      return `/images/${found.name}`;
    case "series":
      return `/batches/${found.batch}/images?series=${found.name}`;
    case "list": {
      const { by, name } = found;
      const query = by === "day" ? { since: name, until: name } : { [by]: name };
      return `/batches?${new URLSearchParams(query)}`;
    }
  }
}
