import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { expiredClaims } from "../../../src/database/batches/expired_claims.ts";
import { failPoisoned } from "../../../src/database/batches/finish_batch.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import {
  addSuspects,
  clearSuspect,
  countExpiredClaim,
  listSuspects,
  markAlone,
  uncountExpiredClaim,
} from "../../../src/database/batches/suspects.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const idle = { files: [], isMainThread: false };
const expired = { ...request, leaseSeconds: -1 };

async function attempts(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ uid: string; attempts: number }[]>`select uid, attempts from batch`;
  return Object.fromEntries(rows.map((row) => [row.uid, row.attempts]));
}

Deno.test("one crash is charged only to the Batches of which files were being processed", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["guilty", "beside", "store", "waits"]);
    await claimBatches(sql, expired, 4);
    const claims = await expiredClaims(sql);
    assert.equal(claims.length, 4);
    for (const one of claims) {
      const files = one.code === "B-guilty" ? [7] : one.code === "B-beside" ? [1] : [];
      const evidence = { ...one, files, isMainThread: one.code === "B-store" };
      await countExpiredClaim(sql, evidence);
      await countExpiredClaim(sql, evidence); // another process at the same time
    }
    assert.deepEqual(await expiredClaims(sql), []);
    assert.deepEqual(await attempts(sql), { guilty: 1, beside: 1, store: 1, waits: 0 });
  });
});

Deno.test("a file that crashes alone is known, and its Batch is not set aside for it", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a"]);
    const crash = async (files: number[]): Promise<void> => {
      const [one] = await claimBatches(sql, expired, 1);
      assert.ok(one, "it is claimed again");
      for (const { fileNumber, crashed } of await listSuspects(sql, one)) {
        if (!crashed) await markAlone(sql, one, fileNumber);
      }
      await countExpiredClaim(sql, { ...one, files, isMainThread: false });
    };
    for (const file of [3, 5, 8]) {
      for (let time = 1; time <= 3; time++) await crash([file]); // among others, then alone twice
      assert.deepEqual(await failPoisoned(sql, 3), []);
    }
    const [last] = await claimBatches(sql, request, 1);
    assert.ok(last);
    const suspects = await listSuspects(sql, last);
    assert.deepEqual(suspects.toSorted((a, b) => a.fileNumber - b.fileNumber), [
      { fileNumber: 3, crashed: true },
      { fileNumber: 5, crashed: true },
      { fileNumber: 8, crashed: true },
    ]);
    assert.deepEqual(await attempts(sql), { a: 1 });
  });
});

Deno.test("a Batch at which the process dies again and again without a file is set aside", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a"]);
    for (let time = 1; time <= 3; time++) {
      const [one] = await claimBatches(sql, expired, 1);
      assert.ok(one);
      await countExpiredClaim(sql, { ...one, files: [], isMainThread: true });
    }
    assert.deepEqual((await failPoisoned(sql, 3)).map(({ code }) => code), ["B-a"]);
  });
});

Deno.test("a hundred crashes while it waited for a target are no attempt", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a"]);
    for (let time = 1; time <= 100; time++) {
      const [one] = await claimBatches(sql, expired, 1);
      assert.ok(one, `crash ${time}`);
      await countExpiredClaim(sql, { ...one, ...idle });
    }
    assert.deepEqual(await failPoisoned(sql, 3), []);
  });
});

Deno.test("a process that lives takes back what the end of its lease was charged as", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a"]);
    const [slow] = await claimBatches(sql, expired, 1);
    assert.ok(slow);
    await countExpiredClaim(sql, { ...slow, files: [4], isMainThread: false });
    const [next] = await claimBatches(sql, request, 1);
    assert.ok(next);
    assert.deepEqual(await attempts(sql), { a: 2 });
    await uncountExpiredClaim(sql, slow);
    await uncountExpiredClaim(sql, slow);
    assert.deepEqual(await attempts(sql), { a: 1 });
    assert.deepEqual(await listSuspects(sql, next), []);
  });
});

Deno.test("a suspect that is processed alone is none, and a retry tries crashed files again", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a"]);
    const [first] = await claimBatches(sql, expired, 1);
    assert.ok(first);
    await countExpiredClaim(sql, { ...first, files: [1, 2], isMainThread: false });
    const [second] = await claimBatches(sql, request, 1);
    assert.ok(second);
    await markAlone(sql, second, 1);
    await clearSuspect(sql, second, 1);
    assert.deepEqual(await listSuspects(sql, second), [{ fileNumber: 2, crashed: false }]);
    assert.deepEqual(await attempts(sql), { a: 1 });
    await markAlone(sql, second, 2);
    await addSuspects(sql, second, [2]); // its thread ended
    assert.deepEqual(await listSuspects(sql, second), [{ fileNumber: 2, crashed: false }]);
    await addSuspects(sql, second, [2]);
    assert.deepEqual(await listSuspects(sql, second), [{ fileNumber: 2, crashed: true }]);
    await sql`update batch set status = 'DONE', lease_until = null`;
    await retryBatches(sql, ["a"]);
    assert.deepEqual(await listSuspects(sql, second), []);
  });
});
