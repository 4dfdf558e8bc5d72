import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import {
  listenToProgress,
  notifyProgress,
} from "../../../src/database/batches/listen_to_batches.ts";
import { createApp } from "../../../src/web/app.tsx";
import { progressReport, ReportedProgress } from "../../../src/web/live/progress_board.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const progress = { batch: "B-ST-1", files: 40, done: 7, bytes: 5000 };

Deno.test("how far a Batch is comes through the database to the page of another process", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await claimBatches(sql, request, 1);
    const reported = new ReportedProgress();
    using app = createApp(portsOf(sql, { progress: () => reported.shown() }), (error) => {
      throw error;
    });
    const overview = async (): Promise<string> => {
      const asked = new Request("http://localhost/", { headers: { host: "localhost" } });
      return await (await app.fetch(asked, {})).text();
    };
    assert.match(await overview(), /not reported yet/);
    const heard = Promise.withResolvers<void>();
    const end = listenToProgress(sql, (text) => {
      reported.add(text);
      heard.resolve();
    });
    await sql.listen("ready", () => {}); // the driver listens on one connection, in order
    await notifyProgress(sql, progressReport("host:1", [progress]));
    await heard.promise;
    assert.match(await overview(), /7 of 40 files, 5\.00 kB/);
    end();
  });
});

Deno.test("what a process told last counts, until it is silent for a minute", () => {
  let now = 0;
  const reported = new ReportedProgress(() => now);
  reported.add(progressReport("host:1", [progress]));
  reported.add(progressReport("host:2", [{ ...progress, batch: "B-ST-2" }]));
  reported.add(progressReport("host:1", [{ ...progress, done: 8 }]));
  assert.deepEqual(reported.shown().map(({ batch, done }) => [batch, done]), [
    ["B-ST-1", 8],
    ["B-ST-2", 7],
  ]);
  reported.add(progressReport("host:1", []));
  assert.deepEqual(reported.shown().map(({ batch }) => batch), ["B-ST-2"]);
  for (const text of ["", "null", "{", '{"worker":"host:2","batches":[{"batch":1}]}']) {
    reported.add(text);
  }
  assert.equal(reported.shown().length, 1, "what is not understood changes nothing");
  now = 60_001;
  assert.deepEqual(reported.shown(), []);
});

Deno.test("processes that have ended are forgotten though nobody looks", () => {
  let now = 0;
  const reported = new ReportedProgress(() => now);
  for (let process = 0; process < 100; process++, now += 10_000) {
    reported.add(progressReport(`host:${process}`, []));
  }
  assert.equal(reported.workers, 7, "those of the last minute");
});

Deno.test("what is told fits into a notification", () => {
  const far = { files: 9_999_999, done: 9_999_999, bytes: 99_999_999_999_999 };
  const batches = Array.from({ length: 500 }, () => ({ batch: "B-0123456789ABCDEF", ...far }));
  assert.ok(progressReport(`${"h".repeat(64)}:4194304`, batches).length < 8000);
});
