import assert from "node:assert/strict";
import { DeliveryError, type Destination } from "../../../src/deliver/destination.ts";
import type { Job } from "../../../src/model/batch.ts";
import { IntakeError } from "../../../src/model/errors.ts";
import { deliverToAll, type PlacedBatch } from "../../../src/pipeline/steps/deliver.ts";

const batch: PlacedBatch = {
  folder: "/output/B-1",
  resumed: false,
  retryBudgetMs: 0,
  job: { code: "B-1", claim: 1, signal: new AbortController().signal } as Job,
  confirmLease: () => Promise.resolve(),
  confirmed: () => Promise.resolve(new Set()),
  mayReplace: () => Promise.resolve(false),
  note: () => Promise.resolve(),
};

function target(name: string, sent: string[], fault?: Error): Destination {
  return {
    name,
    async *deliver() {
      await Promise.resolve();
      if (fault) throw fault;
      sent.push(name);
      yield [];
    },
  };
}

async function send(...targets: readonly Destination[]): Promise<void> {
  for await (const _ of deliverToAll(batch, targets));
}

Deno.test("a target that fails keeps a Batch from no other, and each that has failed is named", async () => {
  const sent: string[] = [];
  const away = target("a", sent, new DeliveryError(false, "no answer in time"));
  const refusing = target("c", sent, new DeliveryError(true, "401"));
  await assert.rejects(
    () => send(away, target("b", sent), refusing, target("d", sent)),
    (error: unknown) =>
      error instanceof IntakeError && error.code === "DELIVERY_FAILED" &&
      error.message === "a did not accept the Batch: no answer in time; c refused 401",
  );
  assert.deepEqual(sent, ["b", "d"]);
});

Deno.test("what is no fault of a target ends the sending at once", async () => {
  const sent: string[] = [];
  const lost = new IntakeError("LEASE_LOST", "another worker has it", "nothing");
  await assert.rejects(() => send(target("a", sent, lost), target("b", sent)), lost);
  assert.deepEqual(sent, []);
});
