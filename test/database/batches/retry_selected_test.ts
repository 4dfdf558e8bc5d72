import assert from "node:assert/strict";
import {
  newestBatch,
  previewRetry,
  retrySelected,
} from "../../../src/database/batches/retry_selected.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { retryActions } from "../../../src/model/retry.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

/** Adds `count` Batches that failed, each with ten images. */
async function addFailed(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, stage, error_code, images, bytes,
      folder_modified_at, finished_at)
    select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'import', 'FOLDER_UNREADABLE', 10, 1000,
      now(), now()
    from generate_series(1, ${count}) n`;
}

const failed = { status: "ERROR" } as const;

Deno.test("a preview counts what the action then does, and changes nothing", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await completed(sql, 1000, [image(1), image(2)]);
    await addFailed(sql, 3);
    const selection = { codes: ["B-ST-1", "B-ST-2", "B-F1", "B-NONE"] };
    const before = await sql`select * from batch order by id`;
    const effect = await previewRetry(sql, selection);
    assert.deepEqual(await sql`select * from batch order by id`, before);
    assert.deepEqual([effect.matching, effect.retried, effect.images], [3, 2, 12]);
    const result = await retrySelected(sql, selection, "retry", "alice");
    assert.deepEqual(result, { matching: effect.matching, retried: effect.retried });
  });
});

Deno.test("all matching Batches are processed again, each once, except for those recorded later", async () => {
  await withDatabase(async (sql) => {
    await addFailed(sql, 1203);
    const upTo = await newestBatch(sql);
    await sql`
      insert into batch (uid, code, base, origin, status, folder_modified_at)
      values ('late', 'B-LATE', '/in', 'NEW', 'ERROR', now())`;
    const result = await retrySelected(sql, { filter: failed, upTo }, "retry", "alice");
    assert.deepEqual(result, { matching: 1203, retried: 1203 });
    const rows = await sql<{ status: string; count: number }[]>`
      select status, count(*)::int as count from batch group by status order by status`;
    assert.deepEqual([...rows].map(({ status, count }) => `${status} ${count}`), [
      "ERROR 1",
      "NEW 1203",
    ]);
    const [events] = await sql`
      select count(*)::int as count from batch_event where worker = 'alice' and code = 'retry'`;
    assert.equal(events?.["count"], 1203, "one audit row for each");
  });
});

Deno.test("each action is in the audit trail with its name and who asked for it", async () => {
  await withDatabase(async (sql) => {
    for (const action of retryActions) {
      await sql`truncate batch cascade`;
      await addFailed(sql, 1);
      await retrySelected(sql, { codes: ["B-F1"] }, action, "alice");
      const events = await sql`select code, worker from batch_event where worker is not null`;
      assert.deepEqual([...events].map(({ code, worker }) => [code, worker]), [[action, "alice"]]);
      const [batch] = await sql`select may_shrink, new_key from batch`;
      assert.deepEqual(batch, {
        may_shrink: action === "withdraw",
        new_key: action === "new-key",
      });
      const again = await retrySelected(sql, { codes: ["B-F1"] }, action, "alice");
      assert.deepEqual(again, { matching: 1, retried: 0 }, "it waits");
      const [count] = await sql`select count(*)::int from batch_event where worker = 'alice'`;
      assert.equal(count?.["count"], 1, "nothing was done, and nothing is recorded");
    }
  });
});
