import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

Deno.test("the list of a patient says what there is of it, and that nothing is missing", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
    await completed(sql, 1000, [image(1), image(2)]);
    const second = { studyInstanceUid: "2.25.9", seriesInstanceUid: "2.25.8", modality: "MR" };
    await completed(sql, 1001, [image(3, second)]);
    await completed(sql, 1002, [
      image(4, { patient: "P-2", studyInstanceUid: "2.25.7", seriesInstanceUid: "2.25.6" }),
    ]);
    await sql`update batch set instance_gaps = 0`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const { words } = await askApp(app, "/batches?patient=P-1");
    assert.match(words, /3 images of 2 studies in 2 Batches\. Nothing is missing/);
    assert.match(words, /2019-05-01 CT 1 2 2\.25\.1000/);
    assert.match(words, /2019-05-01 MR 1 1 2\.25\.9/);
    assert.doesNotMatch(words, /2\.25\.7 /);
    assert.doesNotMatch((await askApp(app, "/batches?patient=P-9")).words, /Nothing is missing/);
  }));

Deno.test("the list of a patient says what may be missing", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const held = { code: "HELD_BACK", reason: "x", group: "deny", rule: "burned-in" };
    await completed(sql, 1000, [image(1)], [
      { fileNumber: 2, path: "2", code: "NOT_DICOM", reason: "x" },
      { fileNumber: 3, path: "3", ...held },
    ]);
    await completed(sql, 1001, [image(4)]);
    await sql`insert into target (name) values ('file:///a')`;
    await sql`
      insert into delivery (batch_id, target, state, claim, images, bytes)
      values (2, 'file:///a', 'waiting', 1, 1, 100)`;
    await sql`update batch set status = 'DELIVERING', instance_gaps = 3 where id = 2`;
    await sql`update batch set changed_at = now(), instance_gaps = 0 where id = 1`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const { words } = await askApp(app, "/batches?patient=P-1");
    for (
      const said of [
        "Perhaps not complete:",
        "1 Batch is not finished.",
        "1 image was held back by rules.",
        "1 file was skipped.",
        "3 instance numbers are missing within series.",
        "1 delivery was not confirmed by its target.",
        "1 folder changed later.",
      ]
    ) assert.ok(words.includes(said), `${said}: ${words}`);
    assert.doesNotMatch(words, /Batch failed\./);
  }));
