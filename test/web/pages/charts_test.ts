import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { createApp } from "../../../src/web/app.tsx";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

/** Batches that ended an hour ago: three with CT, one with MR, and two that failed. */
async function addBatches(sql: Sql): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, folder_modified_at, finished_at, images,
      bytes, modalities)
    select 'f-' || n, 'B-F' || n, '/in', 'NEW', case when n > 4 then 'ERROR' else 'DONE' end, now(),
      now() - interval '1 hour', case when n > 4 then 0 else 10 * n end, 1000,
      case when n > 4 then '{}' when n = 4 then '{MR}' else '{CT}' end::text[]
    from generate_series(1, 6) n`;
}

Deno.test("the charts have switches for range, measure and series, which keep each other", () =>
  withDatabase(async (sql) => {
    await addBatches(sql);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const first = await askApp(app, "/");
    assert.match(first.words, /Images 100 in total/);
    assert.match(first.words, /Failed Batches 2 in total/);
    assert.match(first.words, /Waiting Batches at most 0 at the end of a bar/);
    assert.doesNotMatch(first.html, /class="legend"/);
    const path = "/?range=30d&measure=batches&series=result";
    const { words, html } = await askApp(app, path);
    assert.match(words, /Batches 6 in total/);
    assert.match(html, /class="legend".*DONE.*ERROR/s);
    assert.match(
      html,
      /href="\/\?range=48h&amp;measure=batches&amp;series=result&amp;form=charts#charts"/,
    );
    assert.match(html, /aria-label="Measure".*aria-current="true">Batches</s);
    assert.match((await askApp(app, "/?range=8w&measure=bytes")).words, /Data 6\.00 kB in total/);
    assert.match((await askApp(app, "/?range=never&series=x")).words, /Images 100 in total/);
  }));

Deno.test("a bar, and its row of the table, lead to the Batches that they count", () =>
  withDatabase(async (sql) => {
    await addBatches(sql);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    for (const form of ["charts", "table"]) {
      const { html, words } = await askApp(app, `/?series=modality&form=${form}`);
      if (form === "table") assert.match(words, /100 \(CT 60, MR 40\) 2/);
      const links = [...html.matchAll(/href="(\/batches\?[^"]*finishedSince[^"]*)"/g)]
        .map(([, href = ""]) => href.replaceAll("&amp;", "&"));
      assert.equal(links.length, 2, form);
      const [all = "", failed = ""] = links.toSorted((one, other) => one.length - other.length);
      const list = await askApp(app, all);
      assert.match(list.words, /Finished from .* Remove .* 6 Batches/);
      assert.match((await askApp(app, failed)).words, / 2 Batches /);
    }
  }));

Deno.test("without a finished Batch, the charts say what they would show", () =>
  withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const { words } = await askApp(app, "/?range=30d");
    assert.match(words, /Nothing was finished in the last 30 days The charts show/);
    assert.match(words, /48 hours 30 days 8 weeks/);
  }));

Deno.test("more than five modalities are drawn as the five largest and others", () =>
  withDatabase(async (sql) => {
    await sql`
      insert into batch (uid, code, base, origin, status, folder_modified_at, finished_at, images,
        modalities)
      select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'DONE', now(), now(), n, array['M' || n]
      from generate_series(1, 8) n`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const { words } = await askApp(app, "/?series=modality&form=table");
    assert.match(words, /36 \((?=.*M8 8)(?=.*M4 4)(?=.*others 6)/);
    assert.doesNotMatch(words, /M3 3/);
  }));
