import assert from "node:assert/strict";
import type { ClaimedBatch } from "../../src/model/batch.ts";
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
const refused = (): Promise<void> => Promise.reject(new Error("the database is unreachable"));

Deno.test("a claim that the database confirms is valid, even if renewals were late", async () => {
  let now = 0;
  const leases = new Leases(1000, () => now);
  const batch = leases.add(claimed);
  now = 5000;
  await batch.confirmLease(renewed);
  await assert.rejects(() => batch.confirmLease(refused), /unreachable/);
});

Deno.test("an answer that takes longer than the lease does not confirm it", async () => {
  let now = 0;
  const leases = new Leases(1000, () => now);
  const batch = leases.add(claimed);
  const after = (ms: number) => (): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  await batch.confirmLease(after(999));
  await assert.rejects(() => batch.confirmLease(after(1000)), { code: "LEASE_LOST" });
});

Deno.test("a job whose lease was not renewed fails without asking the database", async () => {
  const leases = new Leases(1000, () => 0);
  const batch = leases.add(claimed);
  leases.confirm([batch], new Set(), 0);
  await assert.rejects(() => batch.confirmLease(refused), { code: "LEASE_LOST" });
});

Deno.test("an answer for an older claim does not affect a newer claim of the same Batch", async () => {
  const leases = new Leases(1000, () => 0);
  const older = leases.add(claimed);
  leases.remove(older);
  const newer = leases.add({ ...claimed, claim: 2 });
  leases.confirm([older], new Set(), 0);
  leases.remove(older);
  await newer.confirmLease(renewed);
  assert.equal(leases.size, 1);
});

Deno.test("a newer claim of a Batch aborts the older job", async () => {
  const leases = new Leases(1000, () => 0);
  const older = leases.add(claimed);
  const newer = leases.add({ ...claimed, claim: 2 });
  await assert.rejects(() => older.confirmLease(renewed), { code: "LEASE_LOST" });
  leases.remove(older);
  await newer.confirmLease(renewed);
});
