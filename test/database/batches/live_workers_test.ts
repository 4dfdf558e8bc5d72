import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { expiredClaims } from "../../../src/database/batches/expired_claims.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { type Database, openDatabase } from "../../../src/database/open_database.ts";
import { workerApplication } from "../../../src/database/batches/workers.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const expired = { ...request, leaseSeconds: -1 };

/** Opens the database as a worker does. */
function openWorker(where: string, worker: string): Promise<Database> {
  const [, stateDir = ""] = /-h (\S+) /.exec(where) ?? [];
  return openDatabase({ stateDir, connections: 2, application: workerApplication(worker) });
}

/** Whether the worker of the only expired claim is connected. */
async function isConnected(sql: Sql): Promise<boolean | undefined> {
  return (await expiredClaims(sql))[0]?.isConnected;
}

Deno.test("a worker whose lease has expired is connected until its process ends", async () => {
  await withDatabase(async (sql, { where }) => {
    await waiting(sql, ["a"]);
    const worker = await openWorker(where, "host:7");
    await claimBatches(worker.sql, { ...expired, worker: "host:7" }, 1);
    assert.equal(await isConnected(sql), true);
    await worker.close();
    while (await isConnected(sql)) await new Promise((resolve) => setTimeout(resolve, 10));
    // the next process of a container has the same name
    const next = await openWorker(where, "host:7");
    assert.equal(await isConnected(sql), false);
    await next.close();
  });
});

Deno.test("another worker with a similar or a shortened name is another worker", async () => {
  await withDatabase(async (sql, { where }) => {
    await waiting(sql, ["a"]);
    const long = `${"h".repeat(60)}:`;
    const others = [await openWorker(where, "host:77"), await openWorker(where, `${long}1`)];
    for (const worker of ["host:7", `${long}2`]) {
      await claimBatches(sql, { ...expired, worker }, 1);
      assert.equal(await isConnected(sql), false);
    }
    for (const other of others) await other.close();
  });
});

Deno.test("a process does not claim a Batch for which it still runs a job", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["a", "b"]);
    const [held] = await claimBatches(sql, expired, 1);
    assert.ok(held);
    const others = await claimBatches(sql, { ...request, except: [held.id] }, 2);
    assert.deepEqual(others.map(({ uid }) => uid), ["b"]);
    const [again] = await claimBatches(sql, request, 2);
    assert.equal(again?.uid, "a");
  });
});
