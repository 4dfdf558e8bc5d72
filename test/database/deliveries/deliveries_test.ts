import assert from "node:assert/strict";
import { finishBatch } from "../../../src/database/batches/finish_batch.ts";
import { refillWhenIdle } from "../../../src/database/batches/refill_queue.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { renewDeliveries } from "../../../src/database/deliveries/claim_deliveries.ts";
import { closeTargets } from "../../../src/database/deliveries/close_targets.ts";
import { endDelivery } from "../../../src/database/deliveries/end_delivery.ts";
import { handOver } from "../../../src/database/deliveries/hand_over.ts";
import {
  atOnce,
  attempted,
  claimed,
  completing,
  confirmed,
  down,
  handedOver,
  refused,
} from "../../support/database/deliveries.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const targets = ["file:///a", "file:///b"];
const [a = "", b = ""] = targets;

async function statusOf(sql: Sql, id: number): Promise<string> {
  const [row] = await sql<{ status: string; stage: string }[]>`
    select status, stage from batch where id = ${id}`;
  return `${row?.status} ${row?.stage}`;
}

Deno.test("a Batch that was handed over holds no lease, and is DONE once every target has confirmed it", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", targets);
    assert.equal(await statusOf(sql, batch.id), "DELIVERING deliver");
    const [row] = await sql`select images, bytes::int, lease_until from batch`;
    assert.deepEqual({ ...row }, { images: 2, bytes: 200, lease_until: null });
    await attempted(sql, b, confirmed);
    assert.deepEqual(await completing(sql), [], "the other target lacks it");
    await attempted(sql, a, confirmed);
    assert.equal(await statusOf(sql, batch.id), "DELIVERING finish");
    const [job] = await completing(sql);
    assert.ok(job);
    assert.equal(job.stage, "deliver", "the source is not read again");
    const again = await handOver(sql, job, { targets, isNew: false, seconds: {} });
    assert.deepEqual(again, { outstanding: 0, refused: [] });
    assert.equal((await finishBatch(sql, job, {})).status, "DONE");
  }));

Deno.test("two deliveries of a Batch that end at the same time let one job complete it", () =>
  withDatabase(async (sql) => {
    const ids: number[] = [];
    for (let number = 1; number <= 5; number++) {
      ids.push((await handedOver(sql, `ST-${number}`, targets)).id);
    }
    const deliveries = await claimed(sql, targets, 4);
    assert.equal(deliveries.length, 8);
    await Promise.all(deliveries.map((one) => endDelivery(sql, one, confirmed, atOnce)));
    assert.equal((await completing(sql)).length, 4);
    assert.deepEqual(ids.length, 5);
  }));

Deno.test("a refusal ends a delivery, and the Batch waits for the others; a retry sends it again", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", targets);
    await attempted(sql, a, refused);
    assert.equal(await statusOf(sql, batch.id), "DELIVERING deliver");
    await attempted(sql, b, confirmed);
    const [job] = await completing(sql);
    assert.ok(job);
    const given = { targets, isNew: false, seconds: {} };
    const found = await handOver(sql, job, given);
    assert.deepEqual(found, { outstanding: 0, refused: [{ target: a, reason: "1 images: x" }] });
    await sql`update batch set status = 'ERROR', lease_until = null`;
    await retryBatches(sql, [batch.code]);
    await sql`update batch set status = 'PROCESSING', claim = claim + 1, lease_until = now()`;
    const retried = await handOver(sql, { id: batch.id, claim: 3 }, given);
    assert.deepEqual(retried, { outstanding: 1, refused: [] }, "b is not asked again");
    assert.equal((await claimed(sql, targets))[0]?.target, a);
  }));

Deno.test("of a target that is down, one Batch is sent by one of all processes when its attempt is due", () =>
  withDatabase(async (sql) => {
    for (let number = 1; number <= 9; number++) await handedOver(sql, `ST-${number}`, [a]);
    const ended = await attempted(sql, a, down);
    assert.deepEqual([ended.turned, ended.failures], ["down", 1]);
    await sql`update target set next_attempt = now() + interval '1 minute'`;
    assert.deepEqual(await claimed(sql, [a], 9), [], "it is not due");
    await sql`update target set next_attempt = now()`;
    const probes = await Promise.all(Array.from({ length: 4 }, () => claimed(sql, [a], 9)));
    const [probe, ...more] = probes.flat();
    assert.ok(probe && more.length === 0, "one probe");
    assert.equal((await endDelivery(sql, probe, confirmed, atOnce)).turned, "up");
    const sizes: number[] = [];
    for (let round = 0; round < 3; round++) {
      const next = await claimed(sql, [a], 9);
      sizes.push(next.length);
      for (const one of next) await endDelivery(sql, one, confirmed, atOnce);
    }
    assert.deepEqual(sizes, [2, 6, 0], "it does not receive all of them at once");
  }));

Deno.test("a probe whose process was killed is repeated after its lease; what it says then changes nothing", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", [a]);
    await attempted(sql, a, down);
    const [killed] = await claimed(sql, [a], 1, -1);
    assert.ok(killed);
    const [next] = await claimed(sql, [a]);
    assert.ok(next && next.claim > killed.claim);
    assert.equal((await endDelivery(sql, killed, confirmed, atOnce)).isLost, true);
    assert.deepEqual(await renewDeliveries(sql, [killed, next], 60), new Set([next.id]));
    assert.equal(await statusOf(sql, batch.id), "DELIVERING deliver");
    await endDelivery(sql, next, confirmed, atOnce);
    assert.equal(await statusOf(sql, batch.id), "DELIVERING finish");
  }));

Deno.test("a retry of a Batch that is being delivered interrupts it, and its next output is sent to all", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", targets);
    await attempted(sql, a, confirmed);
    const [running] = await claimed(sql, [b]);
    assert.ok(running);
    await retryBatches(sql, [batch.code]);
    assert.equal((await endDelivery(sql, running, confirmed, atOnce)).isLost, true);
    assert.deepEqual(await claimed(sql, targets), []);
    await sql`update batch set status = 'PROCESSING', claim = claim + 1, lease_until = now()`;
    const next = { id: batch.id, claim: 2 };
    const found = await handOver(sql, next, { targets, isNew: true, seconds: {} });
    assert.equal(found.outstanding, 2);
    const again = await claimed(sql, [b]);
    assert.ok((again[0]?.claim ?? 0) > running.claim, "claim numbers never repeat");
  }));

Deno.test("a target that was removed from the settings is closed, and its Batches go on without it", () =>
  withDatabase(async (sql) => {
    const batch = await handedOver(sql, "ST-1", targets);
    const other = await handedOver(sql, "ST-2", targets);
    await attempted(sql, a, confirmed);
    assert.deepEqual(await closeTargets(sql, [a]), [{ target: b, batches: 2 }]);
    assert.deepEqual(await closeTargets(sql, [a]), []);
    assert.equal(await statusOf(sql, batch.id), "DELIVERING finish");
    assert.equal(await statusOf(sql, other.id), "DELIVERING deliver");
    const next = await handedOver(sql, "ST-3", targets);
    assert.equal(await statusOf(sql, next.id), "DELIVERING deliver", "it was added again");
    assert.equal((await claimed(sql, [b]))[0]?.batchId, next.id);
  }));

Deno.test("a refill waits for deliveries only if it is strict", () =>
  withDatabase(async (sql) => {
    await handedOver(sql, "ST-1", targets);
    const refill = (): Promise<string> => Promise.resolve("scanned");
    assert.equal(await refillWhenIdle(sql, refill), "scanned");
    assert.equal(await refillWhenIdle(sql, refill, true), undefined);
  }));

/**
 * The least time that claiming the next delivery takes, in milliseconds. Ends as soon as it is
 * below the goal: a machine that is busy with other things needs more rounds.
 */
async function fastestClaim(sql: Sql, goal: number): Promise<number> {
  let fastest = Infinity;
  for (let round = 0; round < 1000 && fastest >= goal; round++) {
    const startedAt = performance.now();
    const [one] = await claimed(sql, [a]);
    fastest = Math.min(fastest, performance.now() - startedAt);
    assert.ok(one);
    await endDelivery(sql, one, confirmed, atOnce);
  }
  return fastest;
}

async function queueMany(sql: Sql, batches: number): Promise<void> {
  await sql`insert into target (name) values (${a}), (${b}) on conflict do nothing`;
  await sql`
    with added as (
      insert into batch (uid, code, base, origin, status, stage, folder_modified_at)
      select gen_random_uuid(), gen_random_uuid(), '/in', 'NEW', 'DELIVERING', 'deliver', now()
      from generate_series(1, ${batches}::int) returning id
    )
    insert into delivery (batch_id, target, claim, images, bytes, queued_at)
    select id, name, 0, 1, 1, now() - id * interval '1 second' from added, target`;
  await sql`analyze`;
}

Deno.test("with 100,000 outstanding deliveries, the next one is claimed in less than 5 ms", () =>
  withDatabase(async (sql) => {
    await queueMany(sql, 50_000);
    const fastest = await fastestClaim(sql, 5);
    assert.ok(fastest < 5, `${fastest} ms`);
  }));
