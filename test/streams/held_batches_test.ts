import assert from "node:assert/strict";
import type { ClaimedBatch } from "../../src/database/batch_status.ts";
import { HeldBatches } from "../../streams/held_batches.ts";

const claimed: ClaimedBatch = {
  id: 1,
  uid: "ST-1",
  code: "B-1",
  base: "/in",
  origin: "NEW",
  claim: 1,
  stage: "claimed",
  settled: true,
  ageSeconds: 0,
  modifiedMs: null,
};

Deno.test("a lease that was not renewed in time counts as lost", () => {
  let now = 0;
  const held = new HeldBatches(1000, () => now);
  const batch = held.add(claimed);
  now = 999;
  batch.assertHeld();
  now = 1000;
  assert.throws(() => batch.assertHeld(), { code: "LEASE_LOST" });
});

Deno.test("a renewal counts from when it was asked for", () => {
  let now = 0;
  const held = new HeldBatches(1000, () => now);
  const batch = held.add(claimed);
  held.confirm([batch], new Set([1]), 600);
  now = 1599;
  batch.assertHeld();
  now = 1600;
  assert.throws(() => batch.assertHeld(), { code: "LEASE_LOST" });
});

Deno.test("an answer to an older claim says nothing about a newer one of the same Batch", () => {
  const held = new HeldBatches(1000, () => 0);
  const older = held.add(claimed);
  held.remove(older);
  const newer = held.add({ ...claimed, claim: 2 });
  held.confirm([older], new Set(), 0);
  held.remove(older);
  newer.assertHeld();
  assert.equal(held.size, 1);
});
