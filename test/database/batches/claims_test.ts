import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failBatch } from "../../../src/database/batches/fail_batch.ts";
import {
  beginDisposal,
  failPoisoned,
  releaseBatch,
} from "../../../src/database/batches/finish_batch.ts";
import { renewLeases } from "../../../src/database/batches/renew_leases.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import { resendBatches, resendToTarget } from "../../../src/database/deliveries/ledger.ts";
import { findBatchCode } from "../../../src/database/views/find_batch.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const fault = { stage: "look" as const, code: "INTERNAL", reason: "x", sourceGone: false };
const expired = { ...request, leaseSeconds: -1 };

Deno.test("claims made at once never give one Batch to two workers", () =>
  withDatabase(async (sql) => {
    await waiting(sql, Array.from({ length: 40 }, (_, n) => `ST-${n}`));
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimBatches(sql, { ...request, worker: `w${n}` }, 5)),
    );
    const uids = claims.flat().map(({ uid }) => uid);
    assert.equal(uids.length, 40);
    assert.equal(new Set(uids).size, 40);
  }));

Deno.test("the oldest are claimed first, but those of a preferred base before all", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["old", "older"], "NEW", "/in");
    await waiting(sql, ["preferred"], "NEW", "/in/1_2");
    const claim = () => claimBatches(sql, { ...request, preferBases: ["/in/1_2"] }, 1);
    assert.equal((await claim())[0]?.uid, "preferred");
    assert.equal((await claim())[0]?.uid, "old");
  }));

Deno.test("watch and queue claim what is theirs, and expired leases of both", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["found"], "NEW");
    await waiting(sql, ["queued"], "QUEUE");
    const queue = { ...expired, origin: "QUEUE" } as const;
    assert.deepEqual((await claimBatches(sql, queue, 9)).map(({ uid }) => uid), ["queued"]);
    const byWatch = (await claimBatches(sql, request, 9)).map(({ uid }) => uid);
    assert.deepEqual(byWatch.sort(), ["found", "queued"]);
  }));

Deno.test("a worker that was taken over has lost its claim for good", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [first] = await claimBatches(sql, expired, 1);
    const [second] = await claimBatches(sql, request, 1);
    assert.ok(first && second);
    assert.equal(second.claim, first.claim + 1);
    assert.deepEqual(await renewLeases(sql, [first], 60), new Set());
    assert.equal(await releaseBatch(sql, first, 0), false);
    assert.equal(
      await failBatch(sql, first, fault),
      false,
    );
    assert.deepEqual(await renewLeases(sql, [second], 60), new Set([second.id]));
  }));

Deno.test("a released Batch goes back to where it came from and has lost no attempt", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"], "QUEUE");
    const queue = { ...request, origin: "QUEUE" } as const;
    const [batch] = await claimBatches(sql, queue, 1);
    assert.ok(batch);
    assert.equal(await releaseBatch(sql, batch, 3600.5), true);
    const [row] = await sql`select status, attempts, lease_until from batch`;
    assert.deepEqual({ ...row }, { status: "QUEUE", attempts: 0, lease_until: null });
    assert.deepEqual(await claimBatches(sql, queue, 1), [], "not before its time");
  }));

Deno.test("a Batch in which the process died too often is set aside", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    for (let crash = 1; crash <= 3; crash++) {
      assert.deepEqual(await failPoisoned(sql, 3), []);
      assert.equal((await claimBatches(sql, expired, 1)).length, 1);
    }
    assert.deepEqual(await claimBatches(sql, expired, 1), []);
    assert.deepEqual(await failPoisoned(sql, 3), [{ code: "B-ST-1", claim: 3 }]);
    const [row] = await sql`select status, error_code from batch`;
    assert.deepEqual({ ...row }, { status: "ERROR", error_code: "POISON" });
  }));

Deno.test("retry sends ERROR back to its origin and leaves what waits or works alone", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["failed", "works", "waits"]);
    const [failed, works] = await claimBatches(sql, request, 2);
    assert.ok(failed && works);
    await failBatch(sql, failed, fault);
    const retried = await retryBatches(sql, ["failed", "B-works", "waits", "nobody"]);
    assert.deepEqual(retried.map(({ uid, retried }) => [uid, retried]), [
      ["failed", true],
      ["works", false],
      ["waits", false],
    ]);
    const [row] = await sql`select status, attempts, error_code from batch where uid = 'failed'`;
    assert.deepEqual({ ...row }, { status: "NEW", attempts: 0, error_code: null });
  }));

Deno.test("a code means its Batch, also when another's folder is named like it", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "B-ST-1"]);
    const named = async (name: string): Promise<string[]> =>
      (await retryBatches(sql, [name])).map(({ uid }) => uid);
    assert.deepEqual(await named("B-ST-1"), ["ST-1"]);
    assert.deepEqual(await named("B-B-ST-1"), ["B-ST-1"]);
    assert.deepEqual(await named("ST-1"), ["ST-1"]);
    assert.equal(await findBatchCode(sql, "B-ST-1"), "B-ST-1");
  }));

Deno.test("a Batch whose source is gone keeps its key, for nothing of it is made anew", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["gone", "there"]);
    await sql`update batch set status = 'DONE', key_fingerprint = 'old', source_gone = uid = 'gone'`;
    const retried = await retryBatches(sql, ["gone", "there"], { newKey: true });
    assert.deepEqual(retried.map(({ uid, key }) => [uid, key]), [["gone", "old"], ["there", null]]);
    const claimed = await claimBatches(sql, request, 2);
    for (const one of claimed) await failBatch(sql, one, { ...fault, sourceGone: true });
    const rows = await sql`select distinct key_fingerprint as key from batch`;
    assert.deepEqual(rows.map(({ key }) => key), ["old"], "until rows are made with another");
  }));

Deno.test("a retry goes on with a delivery, unless its output is to be made anew from a source that is there", () =>
  withDatabase(async (sql) => {
    const cases = [
      [{}, "changed_at = null", "deliver"],
      [{}, "changed_at = now()", "waiting"],
      [{}, "changed_at = now(), source_gone = true", "deliver"],
      [{ fewer: true }, "changed_at = null", "waiting"],
      [{ newKey: true }, "changed_at = null", "waiting"],
      [{ fewer: true, newKey: true }, "source_gone = true", "deliver"],
    ] as const;
    for (const [at, [options, change, stage]] of cases.entries()) {
      await waiting(sql, [`ST-${at}`]);
      await sql.unsafe(`update batch set status = 'ERROR', stage = 'deliver', ${change}`);
      await retryBatches(sql, [`ST-${at}`], options);
      const [row] = await sql`delete from batch returning stage`;
      assert.equal(row?.["stage"], stage, String(at));
    }
  }));

Deno.test("reconcile takes up what is done or could not be sent, and nothing whose source is another now", () =>
  withDatabase(async (sql) => {
    const cases = [
      ["status = 'DONE', stage = 'finished'", true, true],
      ["status = 'ERROR', stage = 'deliver'", true, true],
      ["status = 'DELIVERING', stage = 'deliver'", true, false],
      ["status = 'DELIVERING', stage = 'finish'", false, false],
      ["status = 'ERROR', stage = 'import'", false, false],
      ["status = 'DONE', stage = 'finished', source_gone = true", true, false],
      ["status = 'DONE', stage = 'finished', changed_at = now()", true, false],
    ] as const;
    for (const [state, isSent, isMade] of cases) {
      for (const [stage, isTaken] of [["deliver", isSent], ["waiting", isMade]] as const) {
        await waiting(sql, ["ST-1"]);
        const [batch] = await sql.unsafe(`update batch set ${state} returning id::int`);
        const ids = [Number(batch?.["id"])];
        const taken = stage === "waiting"
          ? await resendBatches(sql, ids)
          : (await resendToTarget(sql, ids, "a", new Set())).length;
        assert.equal(taken, isTaken ? 1 : 0, `${state} to ${stage}`);
        await sql`delete from batch`;
      }
    }
  }));

Deno.test("a job that failed when only its source was left goes on there", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    await beginDisposal(sql, batch);
    await failBatch(sql, batch, { ...fault, stage: "finish" });
    await retryBatches(sql, ["ST-1"]);
    assert.equal((await claimBatches(sql, request, 1))[0]?.stage, "dispose");
  }));

Deno.test("every change of status is in the audit trail", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    await failBatch(sql, batch, {
      stage: "import",
      code: "INTERNAL",
      reason: "x",
      sourceGone: false,
    });
    const events = await sql`select status, stage, code from batch_event order by id`;
    assert.deepEqual(events.map((event) => ({ ...event })), [
      { status: "NEW", stage: "waiting", code: null },
      { status: "PROCESSING", stage: "claimed", code: null },
      { status: "ERROR", stage: "import", code: "INTERNAL" },
    ]);
  }));
