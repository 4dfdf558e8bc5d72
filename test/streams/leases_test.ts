import assert from "node:assert/strict";
import type { ClaimedBatch } from "../../src/model/claim.ts";
import { Leases } from "../../streams/leases.ts";

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
  survey: null,
  lookAgain: false,
  keyFingerprint: null,
  sourceGone: false,
};

const renewed = (): Promise<void> => Promise.resolve();
const refused = (): Promise<void> => Promise.reject(new Error("the database is away"));

Deno.test("a claim that the database confirms is held, however late the renewals were", async () => {
  let now = 0;
  const held = new Leases(1000, () => now);
  const batch = held.add(claimed);
  now = 5000;
  await batch.confirmLease(renewed);
  await assert.rejects(() => batch.confirmLease(refused), /away/);
});

Deno.test("an answer that took longer than the lease confirms nothing", async () => {
  let now = 0;
  const held = new Leases(1000, () => now);
  const batch = held.add(claimed);
  const after = (ms: number) => (): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  await batch.confirmLease(after(999));
  await assert.rejects(() => batch.confirmLease(after(1000)), { code: "LEASE_LOST" });
});

Deno.test("a Batch that a renewal no longer found is not even asked for", async () => {
  const held = new Leases(1000, () => 0);
  const batch = held.add(claimed);
  held.confirm([batch], new Set(), 0);
  await assert.rejects(() => batch.confirmLease(refused), { code: "LEASE_LOST" });
});

Deno.test("an answer to an older claim says nothing about a newer one of the same Batch", async () => {
  const held = new Leases(1000, () => 0);
  const older = held.add(claimed);
  held.remove(older);
  const newer = held.add({ ...claimed, claim: 2 });
  held.confirm([older], new Set(), 0);
  held.remove(older);
  await newer.confirmLease(renewed);
  assert.equal(held.size, 1);
});

Deno.test("a newer claim of a Batch does not vouch for the older job, and ends it", async () => {
  const held = new Leases(1000, () => 0);
  const older = held.add(claimed);
  const newer = held.add({ ...claimed, claim: 2 });
  await assert.rejects(() => older.confirmLease(renewed), { code: "LEASE_LOST" });
  held.remove(older);
  await newer.confirmLease(renewed);
});
