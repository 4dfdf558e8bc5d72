import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { type RetryAction, retryActions } from "../../../src/model/retry.ts";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const pacs = "dimse://PACS@pacs:104";

/** Adds Batches with names that must not be shown, each with ten images. */
async function addBatches(sql: Sql, status: string, stage: string, count: number): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, stage, images, bytes, folder_modified_at,
      finished_at)
    select ${`DOE_JANE_${status}_`} || n, ${`B-${status}`} || n, '/in', 'NEW', ${status}, ${stage},
      10, 1000, now(), now()
    from generate_series(1, ${count}) n`;
}

interface Answered {
  readonly status: number;
  readonly location: string;
  /** The text of the page, without markup. */
  readonly words: string;
  /** The hidden fields of the form. */
  readonly fields: URLSearchParams;
}

async function send(app: WebApp, path: string, form?: URLSearchParams): Promise<Answered> {
  const headers = { host: "localhost" };
  const init = form ? { method: "POST", headers, body: form } : { headers };
  const response = await app.fetch(new Request(`http://localhost${path}`, init), {});
  const html = await response.text();
  assert.doesNotMatch(html, /DOE/, "names of folders are not shown");
  const fields = new URLSearchParams();
  const hidden = /type="hidden" name="(\w+)" value="([^"]*)"/g;
  for (const [, name = "", value = ""] of html.matchAll(hidden)) fields.append(name, value);
  const words = html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  const location = response.headers.get("location") ?? "";
  return { status: response.status, location, words, fields };
}

/** Opens a page and sends its form for a selection, as a browser does. */
async function preview(
  app: WebApp,
  path: string,
  selected: Readonly<Record<string, string>>,
): Promise<Answered> {
  const { fields } = await send(app, path);
  for (const [name, value] of Object.entries(selected)) fields.set(name, value);
  return await send(app, "/batches/actions", fields);
}

async function confirm(app: WebApp, shown: Answered, action: RetryAction): Promise<string> {
  shown.fields.set("action", action);
  const { status, location } = await send(app, "/batches/actions/retry", shown.fields);
  assert.equal(status, 303);
  return location;
}

async function eventsOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select batch.code || ' ' || e.code || ' by ' || worker as text
    from batch_event e join batch on batch.id = batch_id where worker is not null
    order by batch.id, e.id`;
  return rows.map(({ text }) => text);
}

Deno.test("the dialog says what each action would do to the selected Batches", async () => {
  await withDatabase(async (sql) => {
    await addBatches(sql, "DELIVERING", "deliver", 1);
    await addBatches(sql, "DONE", "finished", 2);
    await addBatches(sql, "NEW", "waiting", 1);
    await sql`insert into target (name) values (${pacs})`;
    await sql`
      insert into delivery (batch_id, target, claim, images, bytes)
      select id, ${pacs}, 1, 10, 1000 from batch where status in ('DELIVERING', 'DONE')`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const shown = await preview(app, "/batches?until=2100-01-01", { scope: "all" });
    assert.match(shown.words, /Process 3 Batches again 30 images, 3\.00 kB\./);
    assert.match(shown.words, /1 selected Batch waits or is being processed, and will not change/);
    assert.match(shown.words, /2 folders will be processed again\. 1 delivery will continue\./);
    assert.match(
      shown.words,
      /Up to 30 images \(3\.00 kB\) will be sent to dimse:\/\/PACS@pacs:104 \(3 Batches\)/,
    );
    assert.equal(shown.words.match(/3 folders will be processed again\./g)?.length, 2);

    await sql`update batch set source_gone = true, stage = 'deliver' where code = 'B-DELIVERING1'`;
    const single = await preview(app, "/batches/B-DELIVERING1", { batch: "B-DELIVERING1" });
    assert.match(single.words, /Process 1 Batch again/);
    assert.match(
      single.words,
      /1 folder no longer exists and cannot be read\./,
    );
    const none = await preview(app, "/batches", { batch: "B-NEW1" });
    assert.match(none.words, /Nothing to process again 1 selected Batch waits/);
    assert.match((await preview(app, "/batches", {})).words, /No Batch is/);
    assert.deepEqual(await eventsOf(sql), [], "a preview changes nothing");
  });
});

Deno.test("each action of the dialog is done to the selected Batches, and is in their audit trails", async () => {
  for (const action of retryActions) {
    await withDatabase(async (sql) => {
      await addBatches(sql, "ERROR", "import", 2);
      using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
      const shown = await preview(app, "/batches?status=ERROR", { batch: "B-ERROR2" });
      assert.deepEqual(await eventsOf(sql), []);
      const location = await confirm(app, shown, action);
      assert.equal(location, "/batches?status=ERROR&retried=1-1");
      assert.deepEqual(await eventsOf(sql), [`B-ERROR2 ${action} by local`]);
      const again = await confirm(app, shown, action);
      assert.match(again, /retried=0-1/, "it waits");
      assert.match((await send(app, again)).words, /0 Batches will be processed again\. 1 other/);
    });
  }
});

Deno.test("all matching are those that matched when the dialog was opened", async () => {
  await withDatabase(async (sql) => {
    await addBatches(sql, "ERROR", "import", 3);
    await addBatches(sql, "DONE", "finished", 1);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const shown = await preview(app, "/batches?status=ERROR", { scope: "all" });
    assert.match(shown.words, /Process 3 Batches again/);
    await sql`
      insert into batch (uid, code, base, origin, status, folder_modified_at)
      values ('late', 'B-LATE', '/in', 'NEW', 'ERROR', now())`;
    await sql`update batch set status = 'DONE' where code = 'B-ERROR3'`;
    assert.match(await confirm(app, shown, "retry"), /retried=2-2/);
    const events = await eventsOf(sql);
    assert.deepEqual(events, ["B-ERROR1 retry by local", "B-ERROR2 retry by local"]);
  });
});

Deno.test("errors are grouped by code and target, with cause, remedy and a link to each group", async () => {
  await withDatabase(async (sql) => {
    await addBatches(sql, "ERROR", "deliver", 9);
    await sql`insert into target (name) values (${pacs}), ('file:///b')`;
    await sql`update batch set error_code = case when id <= 6 then 'DELIVERY_FAILED'
      else 'FOLDER_UNREADABLE' end`;
    await sql`
      insert into delivery (batch_id, target, state, claim, images, bytes)
      select id, ${pacs}, 'refused', 1, 10, 1000 from batch where id <= 6`;
    await sql`
      insert into delivery (batch_id, target, state, claim, images, bytes)
      select id, 'file:///b', case when id < 3 then 'refused' else 'confirmed' end, 1, 10, 1000
      from batch where id <= 6`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const { words } = await send(app, "/batches?attention=true");
    assert.match(words, /6 × DELIVERY_FAILED at dimse:\/\/PACS@pacs:104\. Show these A target/);
    assert.match(words, /3 × FOLDER_UNREADABLE \. Show these A directory cannot be read.* Grant/);
    assert.match(words, /2 × DELIVERY_FAILED at file:\/\/\/b\. Show these/);
    const group = new URLSearchParams({ error: "DELIVERY_FAILED", refusedBy: "file:///b" });
    assert.match((await send(app, `/batches?${group}`)).words, / 2 Batches /);
    assert.doesNotMatch((await send(app, "/batches")).words, /6 ×/, "only where errors are shown");
  });
});
