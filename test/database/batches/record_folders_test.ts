import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failBatch } from "../../../src/database/batches/fail_batch.ts";
import { releaseBatch } from "../../../src/database/batches/finish_batch.ts";
import { type FoundFolder, recordFolders } from "../../../src/database/batches/record_folders.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { completed, request } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

function found(uid: string, changes: Partial<FoundFolder> = {}): FoundFolder {
  return { uid, code: `B-${uid}`, base: "/in", modifiedMs: 1000, settled: false, ...changes };
}

async function statuses(sql: Sql): Promise<Record<string, string>> {
  const rows = await sql`select uid, status from batch order by id`;
  return Object.fromEntries(rows.map(({ uid, status }) => [uid, status]));
}

Deno.test("recordFolders() adds what is new, once, oldest first, whatever its name", () =>
  withDatabase(async (sql) => {
    const names = ["with space", "new\nline", "o'h%s", "Ünï", "ST-1"];
    const folders = names.map((name, age) => found(name, { modifiedMs: 9000 - age }));
    assert.equal((await recordFolders(sql, folders, "NEW")).length, 5);
    assert.deepEqual(await recordFolders(sql, folders, "NEW"), []);
    assert.deepEqual(Object.keys(await statuses(sql)), names.toReversed());
  }));

Deno.test("recordFolders() of 5,000 known folders is one statement that writes nothing", () =>
  withDatabase(async (sql) => {
    const folders = Array.from({ length: 5000 }, (_, n) => found(`ST-${n}`));
    await recordFolders(sql, folders, "NEW");
    const [before] = await sql`select pg_current_wal_insert_lsn() as lsn`;
    await recordFolders(sql, folders, "NEW");
    const [after] = await sql<{ written: number }[]>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${before?.lsn})::int as written`;
    assert.ok(after && after.written < 10_000, `${after?.written} bytes of log were written`);
  }));

Deno.test("a known folder is never processed again by itself; that it changed is noted", () =>
  withDatabase(async (sql) => {
    await recordFolders(sql, [found("ST-1")], "NEW");
    await completed(sql, 1000);
    assert.deepEqual(await recordFolders(sql, [found("ST-1")], "NEW"), []);
    const later = found("ST-1", { modifiedMs: 2000 });
    assert.deepEqual(await recordFolders(sql, [later], "NEW"), [{
      code: "B-ST-1",
      what: "changed",
    }]);
    assert.deepEqual(await recordFolders(sql, [later], "NEW"), []);
    assert.deepEqual(await statuses(sql), { "ST-1": "EMPTY" });
  }));

Deno.test("the same name under another base is a conflict, reported once and never merged", () =>
  withDatabase(async (sql) => {
    await recordFolders(sql, [found("ST-1")], "NEW");
    const other = found("ST-1", { base: "/other" });
    assert.deepEqual(await recordFolders(sql, [other], "NEW"), [{
      code: "B-ST-1",
      what: "conflict",
    }]);
    assert.deepEqual(await recordFolders(sql, [other], "NEW"), []);
    assert.equal((await sql`select from batch`).count, 1);
    assert.equal((await sql`select from folder_conflict where base = '/other'`).count, 1);
  }));

Deno.test("a folder that was gone is taken up again when it is back", () =>
  withDatabase(async (sql) => {
    await recordFolders(sql, [found("ST-1")], "NEW");
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    await failBatch(sql, batch, {
      stage: "look",
      code: "FOLDER_GONE",
      reason: "gone",
      sourceGone: false,
    });
    const back = await recordFolders(sql, [found("ST-1", { modifiedMs: 5000 })], "NEW");
    assert.deepEqual(back, [{ code: "B-ST-1", what: "returned" }]);
    assert.deepEqual(await statuses(sql), { "ST-1": "NEW" });
  }));

Deno.test("a rename that is seen while the scan's Batch is looked at lets it be claimed again at once", () =>
  withDatabase(async (sql) => {
    await recordFolders(sql, [found("ST-1")], "NEW");
    const [unsettled] = await claimBatches(sql, request, 1);
    assert.ok(unsettled);
    await recordFolders(sql, [found("ST-1", { settled: true })], "NEW");
    await releaseBatch(sql, unsettled, 3600);
    const [batch] = await claimBatches(sql, request, 1);
    assert.equal(batch?.settled, true);
    assert.ok(batch);
    await releaseBatch(sql, batch, 3600);
    assert.deepEqual(await claimBatches(sql, request, 1), [], "a settled one waits when told to");
  }));

Deno.test("a rename that is seen after the scan makes a waiting Batch settled", () =>
  withDatabase(async (sql) => {
    await recordFolders(sql, [found("ST-1")], "NEW");
    await recordFolders(sql, [found("ST-1", { settled: true })], "NEW");
    const [batch] = await claimBatches(sql, request, 1);
    assert.equal(batch?.settled, true);
  }));
