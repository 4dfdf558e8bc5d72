import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { type ChartBucket, readCharts } from "../../../src/database/views/read_charts.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const hours = { unit: "hour", every: 1, count: 4 } as const;

/** A Batch that was found, started and ended so many minutes after the hour, some hours ago. */
async function batch(
  sql: Sql,
  hoursAgo: number,
  minutes: readonly [found: number, started?: number, ended?: number],
  { status = "DONE", modalities = ["CT"] }: { status?: string; modalities?: string[] } = {},
): Promise<void> {
  const name = crypto.randomUUID();
  const at = (minute: number | undefined) =>
    minute === undefined
      ? null
      : sql`date_trunc('hour', now()) - make_interval(hours => ${hoursAgo})
      + make_interval(mins => ${minute})`;
  const [found, started, ended] = minutes.map(at);
  await sql`alter table batch disable trigger user`;
  await sql`
    insert into batch (uid, code, base, origin, status, folder_modified_at, found_at, finished_at,
      images, bytes, modalities)
    values (${name}, ${`B-${name}`}, '/in', 'NEW', ${
    ended ? status : started ? "ERROR" : "NEW"
  }, now(),
      ${found}, ${ended ?? null}, 10, 1000, ${modalities})`;
  await sql`alter table batch enable trigger user`;
  for (const [what, time] of [["NEW", found], ["PROCESSING", started], [status, ended]] as const) {
    if (time) {
      await sql`insert into batch_event (batch_id, at, status, stage, claim)
        select max(id), ${time}, ${what}, 'x', ${what === "NEW" ? 0 : 1} from batch`;
    }
  }
}

const parts = (buckets: readonly ChartBucket[]): string[][] =>
  buckets.map((bucket) =>
    bucket.parts.map(({ key, batches, images, errors }) => `${key} ${batches} ${images} ${errors}`)
  );

Deno.test("charts count finished Batches for each hour, by status or modalities", () =>
  withDatabase(async (sql) => {
    await batch(sql, 2, [1, 2, 3]);
    await batch(sql, 2, [1, 2, 4], { modalities: ["CT", "PT"] });
    await batch(sql, 1, [1, 2, 3], { status: "ERROR", modalities: [] });
    await batch(sql, 9, [1, 2, 3]);
    const total = await readCharts(sql, hours, "total", "UTC");
    assert.deepEqual(parts(total), [[], [" 2 20 0"], [" 1 10 1"], []]);
    const byResult = await readCharts(sql, hours, "result", "UTC");
    assert.deepEqual(parts(byResult), [[], ["DONE 2 20 0"], ["ERROR 1 10 1"], []]);
    const byModality = await readCharts(sql, hours, "modality", "UTC");
    assert.deepEqual(parts(byModality), [[], ["CT 1 10 0", "CT + PT 1 10 0"], ["none 1 10 1"], []]);
    for (const [at, { start, end }] of total.entries()) {
      assert.equal(Date.parse(end) - Date.parse(start), 3_600_000);
      if (at > 0) assert.equal(start, total[at - 1]?.end);
    }
  }));

Deno.test("charts show how many Batches waited at the end of each hour", () =>
  withDatabase(async (sql) => {
    await batch(sql, 9, [0]); // it has waited for nine hours
    await batch(sql, 3, [10, 70, 80]); // it waited over the end of its hour
    await batch(sql, 2, [10, 20, 30]);
    await batch(sql, 1, [10]);
    const buckets = await readCharts(sql, hours, "total", "UTC");
    assert.deepEqual(buckets.map(({ waiting }) => waiting), [2, 1, 2, 2]);
  }));

Deno.test("weeks have seven days, and the last one ends with today", () =>
  withDatabase(async (sql) => {
    const weeks = { unit: "day", every: 7, count: 3 } as const;
    const buckets = await readCharts(sql, weeks, "total", "Europe/Berlin");
    assert.equal(buckets.length, 3);
    const last = buckets.at(-1);
    assert.ok(last && Date.parse(last.end) > Date.now());
    assert.ok(Date.parse(last.end) - Date.now() <= 25 * 3_600_000);
    const days = (Date.parse(last.end) - Date.parse(last.start)) / 86_400_000;
    assert.equal(Math.round(days), 7);
  }));
