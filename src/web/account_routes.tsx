import type { Context, Hono } from "hono";
import { listAccountUses } from "../database/accounts/account_uses.ts";
import { removeFilter, saveFilter } from "../database/accounts/saved_filters.ts";
import { savedParams } from "./batch_query.ts";
import { Accounts } from "./pages/accounts.tsx";
import { Layout, MessagePage } from "./pages/layout.tsx";
import { longestFilterName } from "./pages/saved_filters.tsx";
import type { WebPorts } from "./ports.ts";
import { problem } from "./problem.ts";
import type { WebEnv } from "./security/guard.ts";
import { readForm } from "./security/read_form.ts";
import { nameOf, seesAccounts, type View } from "./view.ts";

/** Adds the page of the accounts, and the forms that save and remove filters of an account. */
export function addAccounts(
  app: Hono<WebEnv>,
  { sql, access }: WebPorts,
  viewOf: (c: Context<WebEnv>) => View,
): void {
  app.get("/accounts", async (c) => {
    const view = viewOf(c);
    if (!seesAccounts(view.viewer)) {
      const text = "This page requires the role administrator.";
      return c.html(<MessagePage title="Not allowed" text={text} view={view} />, 403);
    }
    const uses = await listAccountUses(sql);
    return c.html(
      <Layout title="Accounts" section="/settings" view={view}>
        <Accounts accounts={access.accounts?.()} uses={uses} zone={view.zone} />
      </Layout>,
    );
  });
  app.post("/filters", async (c) => {
    const { name = "", query = "" } = await readForm(c);
    const params = savedParams(new URLSearchParams(query));
    const saved = { name: name.trim().slice(0, longestFilterName), query: params.toString() };
    if (saved.name === "" || saved.query === "") {
      return problem(c, 400, "A saved filter needs a name and at least one parameter.");
    }
    const isSaved = await saveFilter(sql, nameOf(c.get("viewer")), saved);
    if (!isSaved) return problem(c, 409, "There are 50 saved filters. Remove one first.");
    return c.redirect(`/batches?${params}`, 303);
  });
  app.post("/filters/remove", async (c) => {
    const { name = "", query = "" } = await readForm(c);
    await removeFilter(sql, nameOf(c.get("viewer")), name);
    return c.redirect(`/batches?${savedParams(new URLSearchParams(query))}`, 303);
  });
}
