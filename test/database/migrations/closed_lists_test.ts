import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { countReceipts } from "../../../src/database/deliveries/receipts.ts";
import { migrations } from "../../../src/database/migrations/migrate.ts";
import { batchStatuses, stages } from "../../../src/model/batch.ts";
import { objectKinds, receiptStates } from "../../../src/model/delivery.ts";
import { reviewScopes, reviewStates } from "../../../src/model/review.ts";
import { withDatabase } from "../../support/database/test_database.ts";

/** The values that check constraints of a column list. */
async function listed(sql: Sql, table: string, column: string): Promise<string[]> {
  const rows = await sql<{ definition: string }[]>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'c' and conrelid = ${table}::regclass and conkey = array[(
      select attnum from pg_attribute where attrelid = ${table}::regclass and attname = ${column}
    )]`;
  return rows.flatMap(({ definition }) =>
    [...definition.matchAll(/'([^']+)'::text/g)].map(([, value = ""]) => value)
  );
}

Deno.test("the schema accepts exactly the statuses, stages, kinds and states of src/model", () =>
  withDatabase(async (sql) => {
    assert.deepEqual(await listed(sql, "batch", "status"), [...batchStatuses]);
    assert.deepEqual(await listed(sql, "batch", "stage"), [...stages]);
    assert.deepEqual(await listed(sql, "review_image", "state"), [...reviewStates]);
    assert.deepEqual(await listed(sql, "review_decision", "scope"), [...reviewScopes]);
    assert.deepEqual(await listed(sql, "receipt", "kind"), [...objectKinds]);
    assert.deepEqual(await listed(sql, "receipt", "state"), [...receiptStates]);
  }));

Deno.test("a row cannot have a stage that the list does not contain", () =>
  withDatabase(async (sql) => {
    await insertBatch(sql, "B-1", "DONE", "finished");
    await assert.rejects(() => sql`update batch set stage = 'elsewhere'`, { code: "23514" });
  }));

Deno.test("migration 0016 sorts older receipts by kind and replaces stages of the time before the list", () =>
  withDatabase(async (sql) => {
    await sql.unsafe(`alter table batch drop constraint batch_stage;
      alter table receipt drop column kind`);
    await insertBatch(sql, "B-1", "DONE", "disposed");
    await insertBatch(sql, "B-2", "QUEUE", "unknown");
    const objects = ["2.25.7", "manifest.jsonl", "B-1.tar.gz", "B-1.tar.gz/manifest.jsonl"];
    for (const object of objects) {
      await sql`insert into receipt (batch_id, target, object, bytes, sha256)
        values ((select id from batch where code = 'B-1'), 't', ${object}, 10, '')`;
    }
    const text = migrations.find(({ name }) => name === "0016_stages")?.text ?? "";
    await sql.unsafe(text);
    const rows = await sql<{ code: string; stage: string }[]>`
      select code, stage from batch order by code`;
    assert.deepEqual(rows.map(({ stage }) => stage), ["finished", "waiting"]);
    const kinds = await sql<{ kind: string }[]>`select kind from receipt order by object`;
    assert.deepEqual(kinds.map(({ kind }) => kind), ["image", "archive", "manifest", "manifest"]);
    const [batch] = await sql<{ id: number }[]>`select id::int from batch where code = 'B-1'`;
    assert.equal((await countReceipts(sql, batch?.id ?? 0))[0]?.images, 1);
  }));

async function insertBatch(sql: Sql, code: string, status: string, stage: string): Promise<void> {
  await sql`insert into batch (uid, code, base, origin, status, stage, folder_modified_at)
    values (${code}, ${code}, '/in', 'QUEUE', ${status}, ${stage}, now())`;
}
