import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp, csrfOf } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

Deno.test("a filter is saved with its order and size, opened by its name, and removed", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    assert.doesNotMatch((await askApp(app, "/batches")).words, /Save this filter/);
    const path = "/batches?status=ERROR&modality=CT&order=size&size=25&after=7&retried=1-1";
    assert.match((await askApp(app, path)).words, /Save this filter as/);
    const csrf = await csrfOf(app, path);
    const saved = "status=ERROR&modality=CT&order=size&size=25";
    const query = new URL(`http://h${path}`).search;
    const form = { csrf, name: " Failed <CT> ", query };
    const done = await askApp(app, "/filters", { form });
    assert.deepEqual([done.status, done.location], [303, `/batches?${saved}`]);
    const { html } = await askApp(app, "/batches");
    assert.ok(html.includes(`href="/batches?${saved.replaceAll("&", "&amp;")}"`));
    assert.match(html, />\s*Failed &lt;CT&gt;\s*</);
    assert.doesNotMatch(
      (await askApp(app, done.location)).words,
      /Save this filter/,
      "it is saved",
    );
    for (
      const wrong of [{ name: "", query }, { name: "x", query: "" }, { name: "x", query: "?a=b" }]
    ) {
      assert.equal((await askApp(app, "/filters", { form: { csrf, ...wrong } })).status, 400);
    }
    const remove = { csrf, name: "Failed <CT>", query: "status=NEW" };
    const removed = await askApp(app, "/filters/remove", { form: remove });
    assert.equal(removed.location, "/batches?status=NEW");
    assert.doesNotMatch((await askApp(app, "/batches")).html, /Failed/);
  });
});

Deno.test("a reader saves filters of its own, which others do not see", async () => {
  const accounts = parseAccounts(formatAccounts([
    { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
    { kind: "token", name: "bot", role: "operator", hash: hashToken("di_o") },
  ]));
  await withDatabase(async (sql) => {
    const ports = portsOf(sql, { accounts: () => accounts });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const form = { name: "Mine", query: "status=DONE" };
    assert.equal((await askApp(app, "/filters", { form, token: "di_r" })).status, 303);
    assert.match((await askApp(app, "/batches", { token: "di_r" })).words, /Mine/);
    assert.doesNotMatch((await askApp(app, "/batches", { token: "di_o" })).words, /Mine/);
    const remove = { name: "Mine", query: "" };
    await askApp(app, "/filters/remove", { form: remove, token: "di_o" });
    assert.match((await askApp(app, "/batches", { token: "di_r" })).words, /Mine/);
  });
});
