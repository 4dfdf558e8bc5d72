import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp, csrfOf } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

async function addFailed(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, stage, error_code, folder_modified_at)
    select 'DOE-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'import', 'GATE', now()
    from generate_series(1, ${count}) n`;
}

Deno.test("a Batch is acknowledged with a note on its page, and the acknowledgement is withdrawn there", async () => {
  await withDatabase(async (sql) => {
    await addFailed(sql, 2);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const shown = await askApp(app, "/batches/B-F1");
    assert.match(shown.words, /Acknowledge …/);
    const csrf = await csrfOf(app, "/batches/B-F1");
    const form = { csrf, from: "batch", batch: "B-F1" };
    const dialog = await askApp(app, "/batches/acknowledge", { form });
    assert.match(dialog.words, /Acknowledge 1 Batch .*until something new happens/);
    assert.equal((await sql`select from batch where acknowledged_at is not null`).count, 0);

    const confirm = "/batches/acknowledge/confirm";
    for (const note of ["", "  ", "x".repeat(501)]) {
      assert.equal((await askApp(app, confirm, { form: { ...form, note } })).status, 400);
    }
    const note = '<b>known</b> & "fine"';
    const done = await askApp(app, confirm, { form: { ...form, note } });
    assert.deepEqual([done.status, done.location], [303, "/batches/B-F1"]);
    const after = await askApp(app, "/batches/B-F1");
    assert.doesNotMatch(after.html, /<b>known/);
    assert.match(after.html, /&lt;b&gt;known&lt;\/b&gt; &amp; &quot;fine&quot;/);
    assert.match(after.words, /Acknowledged by local, .*Needs attention again/);
    assert.match(after.words, /acknowledge by local: /, "the history has it");
    assert.doesNotMatch(after.words, /Acknowledge …/);
    assert.match((await askApp(app, "/")).words, /Errors 1 /);
    const list = (await askApp(app, "/batches?acknowledged=true")).words;
    assert.match(list, /Needs attention 1 .*Acknowledged 1 .*B-F1 ERROR GATE acknowledged/);
    assert.match((await askApp(app, "/batches?attention=true")).words, /1 × GATE/);

    const reopened = await askApp(app, "/batches/B-F1/reopen", { form: { csrf } });
    assert.deepEqual([reopened.status, reopened.location], [303, "/batches/B-F1"]);
    assert.match((await askApp(app, "/batches/B-F1")).words, /Acknowledge …/);
    await app.refresh();
    assert.match((await askApp(app, "/")).words, /Errors 2 /);
    assert.equal((await askApp(app, "/batches/B-X/reopen", { form: { csrf } })).status, 404);
  });
});

Deno.test("all matching Batches are acknowledged together, without those that have no problem", async () => {
  await withDatabase(async (sql) => {
    await addFailed(sql, 3);
    await sql`update batch set status = 'DONE', error_code = null where code = 'B-F3'`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const csrf = await csrfOf(app, "/batches");
    const form = { csrf, scope: "all", since: "2020-01-01" };
    const dialog = await askApp(app, "/batches/acknowledge", { form });
    assert.match(dialog.words, /Acknowledge 2 Batches/);
    const [, upTo = ""] = /name="upTo" value="(\d+)"/.exec(dialog.html) ?? [];
    const confirmed = { ...form, upTo, note: "a drill" };
    const done = await askApp(app, "/batches/acknowledge/confirm", { form: confirmed });
    assert.equal(done.location, "/batches?since=2020-01-01&acknowledgedNow=2");
    assert.match((await askApp(app, done.location)).words, /2 Batches were acknowledged\./);
    const none = await askApp(app, "/batches/acknowledge", { form });
    assert.match(none.words, /Nothing to acknowledge/);
  });
});

Deno.test("a reader can neither acknowledge nor withdraw an acknowledgement", async () => {
  const accounts = parseAccounts(formatAccounts([
    { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
    { kind: "token", name: "root", role: "administrator", hash: hashToken("di_a") },
  ]));
  await withDatabase(async (sql) => {
    await addFailed(sql, 1);
    const ports = portsOf(sql, { accounts: () => accounts });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const form = { batch: "B-F1", note: "known", from: "batch" };
    const paths = ["/batches/acknowledge", "/batches/acknowledge/confirm", "/batches/B-F1/reopen"];
    for (const path of paths) {
      assert.equal((await askApp(app, path, { form, token: "di_r" })).status, 403, path);
    }
    const buttons = /form="acknowledge"|form="reopen"|formaction/;
    assert.doesNotMatch((await askApp(app, "/batches/B-F1", { token: "di_r" })).html, buttons);
    assert.doesNotMatch((await askApp(app, "/batches", { token: "di_r" })).html, buttons);
    assert.equal((await askApp(app, paths[1] ?? "", { form, token: "di_a" })).status, 303);
    const [event] = await sql`select worker from batch_event where code = 'acknowledge'`;
    assert.equal(event?.["worker"], "token root");
    const seen = await askApp(app, "/batches/B-F1", { token: "di_r" });
    assert.match(seen.words, /Acknowledged by token root/);
  });
});
