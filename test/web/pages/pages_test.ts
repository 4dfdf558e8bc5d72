import assert from "node:assert/strict";
import { insertReceipts } from "../../../src/database/deliveries/receipts.ts";
import { createApp } from "../../../src/web/app.tsx";
import type { WebPorts } from "../../../src/web/ports.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

/** The words of a page, without its marks. */
async function wordsOf(ports: WebPorts, path: string): Promise<string> {
  using app = createApp(ports, (error) => assert.fail(String(error)));
  const request = new Request(`http://localhost${path}`, { headers: { host: "localhost" } });
  const html = await (await app.fetch(request, {})).text();
  return html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

Deno.test("a Batch's page says what was skipped, held back, delivered, found, and what to do", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const held = { code: "HELD_BACK", reason: "the rule holds it back", group: "blacklist" };
    await completed(sql, 1000, [image(1), image(4)], [
      { fileNumber: 2, path: "JANE.txt", code: "NOT_DICOM", reason: "it is not a DICOM file" },
      { fileNumber: 3, path: "JANE.dcm", ...held, rule: "burned-in" },
    ]);
    const receipt = { object: "2.25.1", bytes: 100, sha256: "0".repeat(64), note: null };
    await insertReceipts(sql, 1, "s3://bucket/prefix", [{ kind: "image", ...receipt }]);
    await sql`update batch set changed_at = now(), patients = 2`;
    await sql`insert into folder_conflict (batch_id, base) values (1, '/other')`;
    const ports = portsOf(sql);
    const words = await wordsOf(ports, "/batches/B-ST-1");
    for (
      const said of [
        "1 file skipped",
        "2 instance numbers missing within series",
        "2 patients in one folder",
        "The folder changed after it was processed. Retry processes its current content.",
        "/other contains a folder of the same name.",
        "file 2 NOT_DICOM it is not a DICOM file",
        "file 3 HELD_BACK the rule holds it back burned-in (blacklist)",
        "s3://bucket/prefix 1 of 2 100 B",
        "CT 1",
      ]
    ) assert.ok(words.includes(said), `${said}: ${words}`);
    assert.doesNotMatch(words, /JANE|DOE/);
    const screening = await wordsOf(ports, "/screening");
    assert.match(
      screening,
      /burned-in blacklist 1 .*B-ST-1 file 3 burned-in the rule holds it back/,
    );
  });
});

Deno.test("empty pages say what to do next", async () => {
  await withDatabase(async (sql) => {
    const ports = portsOf(sql);
    assert.match(
      await wordsOf(ports, "/"),
      /The inbox \/in is missing or not readable.*No Batches yet Move/,
    );
    assert.match(
      await wordsOf(ports, "/batches"),
      /0 Batches No Batches yet Start deno task watch/,
    );
    assert.match(await wordsOf(ports, "/batches?status=DONE"), /No matching Batches Show all/);
    assert.match(await wordsOf(ports, "/screening"), /No image was held back/);
    assert.match(await wordsOf(ports, "/settings"), /No process uses this STATE_DIR/);
    assert.match(await wordsOf(ports, "/batches/B-NONE"), /Not found/);
    assert.match(await wordsOf(ports, "/images/2.25.1"), /Not found/);
  });
});
