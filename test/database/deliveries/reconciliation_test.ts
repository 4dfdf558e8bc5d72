import assert from "node:assert/strict";
import { compareTarget } from "../../../src/app/compare_target.ts";
import { noteSightings } from "../../../src/database/deliveries/ledger.ts";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import type { StoredContent } from "../../../src/model/delivery.ts";
import { attempted, completing, confirmed, handedOver } from "../../support/database/deliveries.ts";
import { finishBatch } from "../../../src/database/batches/finish_batch.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const target = "file:///a";
const options = { outputBase: "/none", isOutputBase: false, overwrite: false, resume: false };

Deno.test("a comparison that was interrupted continues where it ended, and knows what it found before", () =>
  withDatabase(async (sql) => {
    for (const uid of ["ST-1", "ST-2"]) {
      await handedOver(sql, uid, [target]);
      await attempted(sql, target, confirmed);
    }
    for (const job of await completing(sql)) await finishBatch(sql, job, {});
    const [first, second] = await sql<{ id: number; batch: number; uid: string }[]>`
      select max(id)::float as id, batch_id::int as batch, max(sop_instance_uid) as uid
      from image group by batch_id order by batch_id`;
    assert.ok(first && second);
    const asked: string[] = [];
    const destination = {
      name: target,
      deliver: () => {
        throw new TypeError("nothing is delivered");
      },
      compare: (_folder: string, { SOPInstanceUID }: { SOPInstanceUID: string }) => {
        asked.push(SOPInstanceUID);
        return Promise.resolve<StoredContent>("same");
      },
    };

    // as if a process had ended after the first Batch
    await sql`insert into reconciliation (target, after_image, found)
      values (${target}, ${first.id}, '{"same":1,"missing":1,"other":0,"unknown":0}')`;
    const lost = { kind: "image" as const, object: first.uid, bytes: 1, sha256: "x" };
    await noteSightings(sql, target, [{ ...lost, batchId: first.batch, state: "missing" }]);
    const { found, batches } = await compareTarget(sql, destination, { ...options, resume: true });
    assert.equal(asked.length, 2, "the images of the second Batch");
    assert.ok(!asked.includes(first.uid));
    assert.deepEqual([found.same, found.missing], [3, 1]);
    assert.deepEqual(batches, new Set([first.batch]), "what was found before is sent, too");

    const again = await compareTarget(sql, destination, { ...options, resume: true });
    assert.equal(again.found.same, 4, "a comparison that has ended begins anew");
    assert.deepEqual(again.batches, new Set());
    const away = { ...destination, compare: () => Promise.reject(new DeliveryError(false, "x")) };
    await assert.rejects(() => compareTarget(sql, away, options), { reason: "x" });
  }));
