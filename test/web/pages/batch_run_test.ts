import assert from "node:assert/strict";
import { storeBatchLog } from "../../../src/database/batches/batch_log.ts";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failBatch } from "../../../src/database/batches/fail_batch.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import { createApp } from "../../../src/web/app.tsx";
import type { WebPorts } from "../../../src/web/ports.ts";
import { completed, image, request, waiting } from "../../support/database/batches.ts";
import { attempted, confirmed, down, handedOver } from "../../support/database/deliveries.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp, type PageAnswer } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

async function shown(ports: WebPorts, path: string): Promise<PageAnswer> {
  using app = createApp(ports, (error) => assert.fail(String(error)));
  return await askApp(app, path);
}

Deno.test("a Batch shows when it waited, its attempts with their ends, and the stages of the last", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [held] = await claimBatches(sql, request, 1);
    assert.ok(held);
    const fault = { code: "FOLDER_UNREADABLE", reason: "a directory cannot be read" };
    await failBatch(sql, held, { ...fault, stage: "import", sourceGone: false });
    await retryBatches(sql, ["B-ST-1"], {}, "alice");
    await completed(sql, 1000, [image(1)]);
    await sql`update batch set seconds = '{"place": 1, "import": 3, "look": 0.5}'`;
    const { words, html } = await shown(portsOf(sql), "/batches/B-ST-1");
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
    assert.match(
      words,
      new RegExp([
        String.raw`Waits ${time} 0\.\d s – – `,
        String.raw`Attempt 1 ${time} 0\.\d s ERROR FOLDER_UNREADABLE test:1 `,
        String.raw`Waits ${time} 0\.\d s – – `,
        String.raw`Attempt 2 ${time} 0\.\d s DONE test:1 2 attempts`,
      ].join("")),
    );
    assert.match(
      words,
      /look 0\.5 s the folder is listed import 3\.0 s .* place 1\.0 s .* 4\.5 s in total/,
    );
    const bars = [...html.matchAll(/<rect x="([\d.]+)" y="0" width="([\d.]+)"/g)].slice(-3);
    assert.deepEqual(
      bars.map(([, x, width]) => [Number(x), Number(width)]),
      [[0, 22.2], [22.2, 133.3], [155.6, 44.4]],
      "each stage begins where the one before it ends",
    );
    assert.match(words, /retry by alice/);
  });
});

Deno.test("a Batch shows the steps of each target, and that it waits for one", async () => {
  await withDatabase(async (sql) => {
    const [pacs, archive] = ["file:///pacs", "file:///archive"];
    await handedOver(sql, "ST-1", [pacs, archive]);
    await attempted(sql, archive, confirmed);
    await attempted(sql, pacs, down);
    const { words } = await shown(portsOf(sql), "/batches/B-ST-1");
    assert.match(words, /Waits for targets .{19} not ended/);
    assert.match(words, /To file:\/\/\/archive .{19} 0\.\d s confirmed after 1 attempt/);
    assert.match(words, /To file:\/\/\/pacs .{19} not ended waiting after 1 attempt TARGET_DOWN/);
    assert.match(words, /file:\/\/\/archive confirmed 1 \d of 2/);
    assert.match(
      words,
      /file:\/\/\/pacs waiting 1 0 of 2 .* TARGET_DOWN the connection was refused/,
    );
  });
});

Deno.test("a Batch shows the lines of its log, and the API has them", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const ports = portsOf(sql);
    assert.match((await shown(ports, "/batches/B-ST-1")).words, /Not started yet\..*No line about/);
    const at = "2026-11-29T10:00:00.000Z";
    const fields = { status: "DONE", images: 24 };
    const line = { at, level: "info" as const, event: "batch.finished", fields };
    await storeBatchLog(sql, "host:7", [{ batch: "B-ST-1", ...line }]);
    const { words } = await shown(ports, "/batches/B-ST-1");
    assert.match(
      words,
      /2026-11-29 10:00:00 info batch\.finished images: 24, status: DONE host:7/,
    );
    const detail = JSON.parse((await shown(ports, "/api/batches/B-ST-1")).html);
    assert.deepEqual(detail.log, [{ ...line, worker: "host:7" }]);
  });
});
