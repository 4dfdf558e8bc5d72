import assert from "node:assert/strict";
import type { BatchFilter } from "../../../src/database/batches/batch_filter.ts";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { handOver } from "../../../src/database/deliveries/hand_over.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { migrations } from "../../../src/database/migrations/migrate.ts";
import {
  type BatchOrder,
  batchOrders,
  listBatches,
} from "../../../src/database/views/list_batches.ts";
import { completed, content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

/** Three Batches of two patients; the last waits for its target. */
async function addBatches(sql: Sql): Promise<void> {
  await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
  const ofOther = (number: number) => ({
    studyInstanceUid: "2.25.9",
    seriesInstanceUid: `2.25.9${number}`,
    patient: "P-2",
    accession: "A2",
    modality: number === 1 ? "PT" : "CT",
  });
  await completed(sql, 1000, [image(1), image(2)]);
  await completed(sql, 1001, [image(3, ofOther(1)), image(4, ofOther(2)), image(5)]);
  const [held] = await claimBatches(sql, request, 1);
  assert.ok(held);
  await storeBatch(sql, held, content([image(6, { modality: null, patient: "P-1" })]));
  await handOver(sql, held, { targets: ["file:///a"], isNew: true, seconds: {} });
}

Deno.test("a Batch in the list has the modalities, patients and targets of its images", async () => {
  await withDatabase(async (sql) => {
    await addBatches(sql);
    const read = async (): Promise<unknown[]> => {
      const { lines } = await listBatches(sql, {}, {}, 10);
      return lines.map(({ modalities, pseudonyms, targets }) => [modalities, pseudonyms, targets]);
    };
    const expected = [
      [["CT"], ["P-1"], [{ target: "file:///a", state: "waiting" }]],
      [["CT", "PT"], ["P-1", "P-2"], []],
      [["CT"], ["P-1"], []],
    ];
    assert.deepEqual(await read(), expected);
    await sql.unsafe(`drop index batch_by_modality, study_by_accession;
      alter table batch drop column modalities, drop column pseudonyms`);
    await sql.unsafe(migrations.find(({ name }) => name === "0023_lists")?.text ?? "");
    assert.deepEqual(await read(), expected, "the migration derives them from the images");
  });
});

Deno.test("Batches are selected by modality, patient, study, accession number and target", async () => {
  await withDatabase(async (sql) => {
    await addBatches(sql);
    const codes = async (filter: BatchFilter): Promise<string> =>
      (await listBatches(sql, filter, {}, 10)).lines.map(({ code }) => code.slice(-1)).join("");
    assert.equal(await codes({ modality: "CT" }), "321");
    assert.equal(await codes({ modality: "PT" }), "2");
    assert.equal(await codes({ modality: "C" }), "");
    assert.equal(await codes({ patient: "P-1" }), "321");
    assert.equal(await codes({ patient: "P-2" }), "2");
    assert.equal(await codes({ study: "2.25.9" }), "2");
    assert.equal(await codes({ accession: "A1" }), "321");
    assert.equal(await codes({ accession: "A2", modality: "CT" }), "2");
    assert.equal(await codes({ target: "file:///a" }), "3");
    await sql`update delivery set state = 'closed'`;
    assert.equal(await codes({ target: "file:///a" }), "");
  });
});

Deno.test("each order is walked forth and back, each Batch once, also among equal ones", async () => {
  await withDatabase(async (sql) => {
    await sql`
      insert into batch (uid, code, base, origin, status, images, bytes, folder_modified_at)
      select 'f-' || n, 'B-' || n, '/in', 'NEW', 'DONE', n % 3, (n % 2) * 1000, now()
      from generate_series(1, 11) n`;
    const sorted: Readonly<Record<BatchOrder, string>> = {
      newest: "id desc",
      oldest: "id",
      images: "images desc, id desc",
      size: "bytes desc, id desc",
    };
    for (const order of batchOrders) {
      const rows = await sql.unsafe(`select code from batch order by ${sorted[order]}`);
      const expected = rows.map(({ code }) => code);
      const forth: string[][] = [];
      let cursor = {};
      let previous: number | null = null;
      for (let after: number | null = -1; after !== null;) {
        const page = await listBatches(sql, { status: "DONE" }, cursor, 4, order);
        forth.push(page.lines.map(({ code }) => code));
        [after, previous] = [page.next, page.previous];
        cursor = { after };
      }
      assert.deepEqual(forth.flat(), expected, order);
      const back: string[][] = [];
      while (previous !== null) {
        const page = await listBatches(sql, { status: "DONE" }, { before: previous }, 4, order);
        back.unshift(page.lines.map(({ code }) => code));
        previous = page.previous;
      }
      assert.deepEqual(back, forth.slice(0, -1), `${order}, back`);
    }
  });
});
