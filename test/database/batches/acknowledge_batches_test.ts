import assert from "node:assert/strict";
import {
  acknowledgeBatches,
  acknowledgeSelected,
  countAcknowledgeable,
  withdrawAcknowledgement,
} from "../../../src/database/batches/acknowledge_batches.ts";
import { recordFolders } from "../../../src/database/batches/record_folders.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { listErrors } from "../../../src/database/views/list_errors.ts";
import { readIntakeState } from "../../../src/database/views/read_intake_state.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const alice = { by: "alice", note: "a test folder" };
const skipped = { fileNumber: 9, path: "9", code: "NOT_DICOM", reason: "no image" } as const;

/** The codes that `errors` lists. */
async function listed(sql: Sql): Promise<string[]> {
  const batches = await listErrors(sql, [], { withPaths: false, limit: 100 });
  return batches.map(({ code }) => code).toSorted();
}

/** ST-1 has a skipped file, ST-2 needs no attention. */
async function addBatches(sql: Sql): Promise<void> {
  await waiting(sql, ["ST-1", "ST-2"]);
  await completed(sql, 1000, [image(1)], [skipped]);
  await completed(sql, 1001, [image(2)]);
}

/** A folder as a scan finds it. */
const seen = (modifiedMs: number, base = "/in") => ({
  uid: "ST-1",
  code: "B-ST-1",
  base,
  modifiedMs,
  settled: true,
});

Deno.test("an acknowledged Batch no longer counts, and the audit trail has who and why", () =>
  withDatabase(async (sql) => {
    await addBatches(sql);
    const before = await readIntakeState(sql);
    assert.deepEqual([before.attention, before.withErrors, before.acknowledged], [1, 1, 0]);
    const result = await acknowledgeBatches(sql, ["ST-1", "B-ST-2", "ST-3"], alice);
    assert.deepEqual(result, [
      { uid: "ST-1", code: "B-ST-1", isChanged: true },
      { uid: "ST-2", code: "B-ST-2", isChanged: false },
    ]);
    const after = await readIntakeState(sql);
    assert.deepEqual([after.attention, after.withErrors, after.acknowledged], [0, 0, 1]);
    assert.deepEqual(await listed(sql), []);
    const [named] = await listErrors(sql, ["ST-1"], { withPaths: false, limit: 1 });
    assert.deepEqual([named?.acknowledgement?.by, named?.acknowledgement?.note], [
      "alice",
      "a test folder",
    ]);
    const all = await listErrors(sql, [], { withPaths: false, limit: 9, acknowledged: true });
    assert.deepEqual(all.map(({ code }) => code), ["B-ST-1"]);
    const events = await sql`
      select code, worker, note from batch_event where note is not null`;
    assert.deepEqual([...events].map((event) => Object.values(event)), [
      ["acknowledge", "alice", "a test folder"],
    ]);
    const again = await acknowledgeBatches(sql, ["ST-1"], alice);
    assert.equal(again[0]?.isChanged, false);
    const [count] = await sql`select count(*)::int from batch_event where note is not null`;
    assert.equal(count?.["count"], 1, "nothing was done, and nothing is recorded");
  }));

Deno.test("whatever happens to a Batch afterwards, it needs attention again", async () => {
  const happenings: Readonly<Record<string, (sql: Sql) => Promise<unknown>>> = {
    "its folder changes": (sql) => recordFolders(sql, [seen(5000)], "NEW"),
    "another inbox has its name": (sql) => recordFolders(sql, [seen(1000, "/other")], "NEW"),
    "it fails": (sql) =>
      sql`update batch set status = 'ERROR', error_code = 'GATE' where code = 'B-ST-1'`,
    "it is processed again, with the same result": async (sql) => {
      await retryBatches(sql, ["ST-1"]);
      await completed(sql, 1000, [image(1)], [skipped]);
    },
    "an image is held back": (sql) =>
      sql`update batch set held_back = 1, skipped = 2 where code = 'B-ST-1'`,
    "it is withdrawn": (sql) => withdrawAcknowledgement(sql, ["ST-1"], "bob"),
  };
  for (const [what, happen] of Object.entries(happenings)) {
    await withDatabase(async (sql) => {
      await addBatches(sql);
      await acknowledgeBatches(sql, ["ST-1"], alice);
      assert.deepEqual(await listed(sql), [], what);
      await happen(sql);
      assert.deepEqual(await listed(sql), ["B-ST-1"], what);
      assert.equal((await acknowledgeBatches(sql, ["ST-1"], alice))[0]?.isChanged, true, what);
    });
  }
});

Deno.test("scans and deliveries in which nothing new goes wrong keep the acknowledgement", () =>
  withDatabase(async (sql) => {
    await addBatches(sql);
    await recordFolders(sql, [seen(5000)], "NEW");
    await acknowledgeBatches(sql, ["ST-1"], alice);
    await recordFolders(sql, [seen(5000)], "NEW");
    assert.deepEqual(await listed(sql), [], "the change was acknowledged");
    await sql`update batch set status = 'DELIVERING' where code = 'B-ST-1'`;
    await sql`update batch set status = 'PROCESSING', lease_until = now() where code = 'B-ST-1'`;
    await sql`update batch set status = 'DONE', lease_until = null where code = 'B-ST-1'`;
    assert.deepEqual(await listed(sql), []);
    const changed = await recordFolders(sql, [seen(6000)], "NEW");
    assert.deepEqual(changed, [{ code: "B-ST-1", what: "changed" }], "it changed once more");
    assert.deepEqual(await listed(sql), ["B-ST-1"]);
    assert.deepEqual(await recordFolders(sql, [seen(6000)], "NEW"), []);
  }));

Deno.test("a selection acknowledges what needs attention, and nothing that came later", () =>
  withDatabase(async (sql) => {
    await sql`
      insert into batch (uid, code, base, origin, status, error_code, folder_modified_at)
      select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'GATE', now()
      from generate_series(1, 5) n`;
    const [last] = await sql<{ key: number }[]>`
      select id::float as key from batch where code = 'B-F4'`;
    const selection = { filter: { attention: true }, upTo: last?.key ?? 0 };
    assert.equal(await countAcknowledgeable(sql, selection), 4);
    assert.equal(await acknowledgeSelected(sql, selection, alice), 4);
    assert.equal(await acknowledgeSelected(sql, selection, alice), 0);
    assert.deepEqual(await listed(sql), ["B-F5"]);
    assert.equal((await retryBatches(sql, [])).length, 1, "retry --all leaves the others alone");
  }));
