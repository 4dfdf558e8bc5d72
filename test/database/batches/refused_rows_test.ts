import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { recordFolders } from "../../../src/database/batches/record_folders.ts";
import { refillWhenIdle, unrecordedFolders } from "../../../src/database/batches/refill_queue.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { classifyFault } from "../../../src/pipeline/classify_fault.ts";
import { content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const folder = (uid: string, modifiedMs = 1000) => (
  { uid, code: `B-${uid}`, base: "/in", modifiedMs, settled: true }
);
const good = Array.from({ length: 99 }, (_, n) => `ST-${n}`);
const bad = ["NUL\0", "\ud800 alone"];

Deno.test("folders that PostgreSQL refuses are reported one by one, and the others recorded", () =>
  withDatabase(async (sql) => {
    const folders = [...good.slice(0, 40), bad[0] ?? "", ...good.slice(40), bad[1] ?? ""].map((
      uid,
    ) => folder(uid));
    const recorded = await recordFolders(sql, folders, "NEW");
    const codes = (what: string): string[] =>
      recorded.filter((one) => one.what === what).map(({ code }) => code).toSorted();
    assert.deepEqual(codes("refused"), bad.map((uid) => `B-${uid}`).toSorted());
    assert.deepEqual(codes("added"), good.map((uid) => `B-${uid}`).toSorted());
  }));

Deno.test("a refill goes on behind folders that PostgreSQL refuses", () =>
  withDatabase(async (sql) => {
    const uids = [...bad, ...good];
    const queued = await refillWhenIdle(sql, async (transaction) => {
      const unknown = await unrecordedFolders(transaction, uids);
      assert.equal(unknown.size, uids.length);
      const recorded = await recordFolders(transaction, uids.map((uid) => folder(uid)), "QUEUE");
      return recorded.filter(({ what }) => what === "added").length;
    });
    assert.equal(queued, good.length);
    const [row] = await sql`select count(*)::int as n from batch where status = 'QUEUE'`;
    assert.equal(row?.["n"], good.length);
  }));

Deno.test("any time that a file system gives a folder can be recorded, and is equal again", () =>
  withDatabase(async (sql) => {
    const times = [
      NaN,
      Infinity,
      -Infinity,
      8.64e15,
      -8.64e15,
      253_402_300_800_000,
      -62_200_000_000_000,
    ];
    const folders = times.map((ms, n) => folder(`ST-${n}`, ms));
    const added = await recordFolders(sql, folders, "NEW");
    assert.deepEqual(new Set(added.map(({ what }) => what)), new Set(["added"]));
    await sql`update batch set status = 'DONE'`;
    assert.deepEqual(await recordFolders(sql, folders, "NEW"), []);
  }));

Deno.test("a value of an image that PostgreSQL refuses fails its own Batch, with a code", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const [first, second] = await claimBatches(sql, request, 2);
    assert.ok(first && second);
    const header = `{"00104000":{"vr":"LT","Value":["a\\u0000b"]}}`;
    await assert.rejects(() => storeBatch(sql, first, content([image(1, { header })])), (error) => {
      const fault = classifyFault(error);
      assert.equal(fault.code, "ROW_REFUSED");
      assert.match(fault.message, /22P05/);
      return true;
    });
    await storeBatch(sql, second, content([image(2)]));
    const rows = await sql`select batch_id::int as batch from image`;
    assert.deepEqual(rows.map(({ batch }) => batch), [second.id]);
  }));
