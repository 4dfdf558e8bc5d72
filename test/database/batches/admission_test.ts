import assert from "node:assert/strict";
import {
  admitBatch,
  deferBatch,
  type FreeSpace,
} from "../../../src/database/batches/admit_batch.ts";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const room: FreeSpace = { output: 100, state: 100, inFlight: 80 };

Deno.test("Batches are admitted as long as there is room for all in work together", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "ST-3", "ST-4"]);
    const [first, second, third, fourth] = await claimBatches(sql, request, 4);
    assert.ok(first && second && third && fourth);
    const admit = (held: typeof first, source: number, state = 1, of: FreeSpace = room) =>
      admitBatch(sql, held, { source, state }, of);
    assert.equal(await admit(first, 60), "admitted");
    assert.equal(typeof await admit(second, 50), "number", "output");
    assert.equal(typeof await admit(second, 30), "number", "in flight");
    assert.equal(typeof await admit(second, 10, 200), "number", "state");
    assert.equal(await admit(third, 20), "admitted", "a smaller one passes");
    await sql`update batch set stage = 'deliver' where id = any(${[first.id, third.id]})`;
    assert.equal(await admit(fourth, 90), "admitted", "alone it may be larger than MAX_IN_FLIGHT");
    await assert.rejects(
      admitBatch(sql, { id: first.id, claim: 9 }, { source: 1, state: 1 }, room),
      { code: "LEASE_LOST" },
    );
  });
});

Deno.test("one that was passed over for long is waited for, if it fits by itself", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-large", "ST-1", "ST-2", "ST-3"]);
    const [large] = await claimBatches(sql, request, 1);
    assert.ok(large);
    const none = { ...room, output: 10 };
    assert.equal(typeof await admitBatch(sql, large, { source: 90, state: 1 }, none), "number");
    await deferBatch(sql, large, 3600);
    const claim = async (starvingSeconds: number, output: number, state = 1): Promise<string[]> =>
      (await claimBatches(sql, { ...request, starvingSeconds, room: { output, state } }, 1)).map((
        { uid },
      ) => uid);
    assert.deepEqual(await claim(30, 100), ["ST-1"], "it has not waited for long");
    assert.deepEqual(await claim(0, 100), [], "others wait for it");
    assert.deepEqual(await claim(0, 80), ["ST-2"], "it would not fit by itself");
    assert.deepEqual(await claim(0, 100, 0.5), ["ST-3"], "nor with so little room for its state");
    await sql`update batch set not_before = now() where uid = 'ST-large'`;
    assert.deepEqual(await claim(0, 100), ["ST-large"]);
  });
});
