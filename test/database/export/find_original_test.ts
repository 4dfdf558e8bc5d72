import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { exportRows, type ExportTable } from "../../../src/database/export/export_table.ts";
import { exportPatients, exportUids } from "../../../src/database/export/find_original.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

async function pairsOf(sql: Sql, table: ExportTable): Promise<string[]> {
  const rows = await Array.fromAsync(exportRows(sql, table));
  return rows.map(({ id_old, id_new }) => `${id_old} ${id_new}`).sort();
}

Deno.test("the maps have each original once, with what stands for it, page by page", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    const [some, none] = [image(1), image(2, { patient: "P-2", studyInstanceUid: "2.25.9" })];
    const nameless = { ...none, identity: { ...none.identity, patientId: null } };
    await storeBatch(sql, batch, { ...content([some, nameless]), knownPatients: new Map() });
    assert.deepEqual(await pairsOf(sql, exportUids), [
      "1.2.3 2.25.1000",
      "1.2.3.1 2.25.1",
      "1.2.3.2 2.25.2",
    ]);
    assert.deepEqual(await pairsOf(sql, exportPatients), ["1 P-1"]);
    const first = await exportUids.page(sql, undefined, 2);
    const second = await exportUids.page(sql, first.at(-1)?.key, 2);
    assert.deepEqual([first.length, second.length], [2, 1]);
  }));
