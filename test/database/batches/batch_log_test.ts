import assert from "node:assert/strict";
import { listBatchLog, storeBatchLog } from "../../../src/database/batches/batch_log.ts";
import type { LogLine } from "../../../src/model/log_line.ts";
import { waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

function line(batch: string, second: number): LogLine {
  const at = new Date(Date.parse("2026-11-29T10:00:00Z") + second * 1000).toISOString();
  return { batch, at, level: "warn", event: "delivery.failed", fields: { images: second } };
}

Deno.test("the lines of a Batch are listed oldest first; those of unknown Batches are dropped", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await storeBatchLog(sql, "host:1", [line("B-ST-1", 2), line("B-NONE", 1), line("B-ST-1", 1)]);
    await storeBatchLog(sql, "host:2", [line("B-ST-2", 1)]);
    const { batch: _, ...first } = line("B-ST-1", 1);
    const shown = await listBatchLog(sql, 1);
    assert.deepEqual(shown[0], { ...first, worker: "host:1" });
    assert.deepEqual(shown.map(({ fields }) => fields["images"]), [1, 2]);
    assert.equal((await listBatchLog(sql, 2)).length, 1);
  }));

Deno.test("a Batch keeps its latest lines, and loses the oldest ones", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const lines = Array.from({ length: 600 }, (_, at) => line("B-ST-1", at));
    await storeBatchLog(sql, "host:1", [...lines, line("B-ST-2", 1)]);
    await storeBatchLog(sql, "host:1", [line("B-ST-1", 1000)]);
    const [row] = await sql`
      select count(*)::int as lines, min((fields->>'images')::int) as oldest
      from batch_log where batch_id = 1`;
    assert.deepEqual({ ...row }, { lines: 500, oldest: 101 });
    const shown = await listBatchLog(sql, 1);
    assert.deepEqual([shown.length, shown.at(-1)?.fields["images"]], [200, 1000]);
    assert.equal((await listBatchLog(sql, 2)).length, 1);
  }));
