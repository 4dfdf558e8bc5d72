import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { failBatch } from "../../../src/database/batches/fail_batch.ts";
import { insertReceipts } from "../../../src/database/deliveries/receipts.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { createApp } from "../../../src/web/app.tsx";
import type { WebPorts } from "../../../src/web/ports.ts";
import { completed, content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

async function htmlOf(ports: WebPorts, path: string): Promise<string> {
  using app = createApp(ports, (error) => assert.fail(String(error)));
  const request = new Request(`http://localhost${path}`, { headers: { host: "localhost" } });
  return await (await app.fetch(request, {})).text();
}

async function wordsOf(ports: WebPorts, path: string): Promise<string> {
  return (await htmlOf(ports, path)).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ")
    .replaceAll("&#39;", "'");
}

Deno.test("a Batch that failed after its images were stored shows their number everywhere", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [held] = await claimBatches(sql, request, 1);
    assert.ok(held);
    await storeBatch(sql, held, content([image(1), image(2), image(3)]));
    const receipt = { object: "2.25.1", bytes: 100, sha256: "0".repeat(64), note: null };
    await insertReceipts(sql, held.id, "dimse://PACS@pacs:104", [{ kind: "image", ...receipt }]);
    const fault = { stage: "deliver", code: "DELIVERY_FAILED", reason: "pacs refused 2 images" };
    await failBatch(sql, held, { ...fault, stage: "deliver", sourceGone: false });
    const words = await wordsOf(portsOf(sql), "/batches/B-ST-1");
    assert.match(words, /3 images in 1 series, 300 B/);
    assert.match(words, /pacs:104 1 of 3/);
    assert.doesNotMatch(words, /of 0|0 images in/);
  });
});

Deno.test("an error has the cause and the remedy of its code, and a link to the code's row", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [held] = await claimBatches(sql, request, 1);
    assert.ok(held);
    const fault = { code: "FOLDER_UNREADABLE", reason: "a directory cannot be read" };
    await failBatch(sql, held, { ...fault, stage: "import", sourceGone: false });
    const ports = portsOf(sql);
    const words = await wordsOf(ports, "/batches/B-ST-1");
    assert.match(words, /FOLDER_UNREADABLE at stage import: a directory cannot be read/);
    assert.match(
      words,
      /A directory cannot be read, or .* levels deep\. Grant the right or flatten/,
    );
    assert.match(await htmlOf(ports, "/batches/B-ST-1"), /href="\/help#FOLDER_UNREADABLE"/);
    const help = await htmlOf(ports, "/help");
    assert.match(help, /<tr id="FOLDER_UNREADABLE">/);
    assert.equal(help.match(/<tr id="GATE/g)?.length, 2, "a code of two tables has two rows");
    assert.doesNotMatch(help, /\]\(/, "links of Markdown are text");
  });
});

Deno.test("a Batch that needs attention says why, and only another says that nothing was found", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
    const held = { path: "a", code: "HELD_BACK", reason: "r", group: "g", rule: "burned-in" };
    await completed(sql, 1000, [image(1)], [{ fileNumber: 2, ...held }]);
    await completed(sql, 1001, [image(11, { findings: "a name" })]);
    await completed(sql, 1002, [image(21)]);
    const ports = portsOf(sql);
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map((number) => wordsOf(ports, `/batches/B-ST-${number}`)),
    );
    assert.match(one ?? "", /1 image held back by rules/);
    assert.match(two ?? "", /1 image delivered in spite of findings/);
    for (const words of [one, two]) assert.doesNotMatch(words ?? "", /No problems found/);
    assert.match(three ?? "", /No problems found/);
  });
});

Deno.test("the images of a Batch are listed series by series, by number, on all pages", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const images = Array.from({ length: 240 }, (_, at) => {
      const series = at % 2 + 1;
      const number = (Math.floor(at / 2) * 7) % 120 + 1; // stored in an order without meaning
      return image(at + 1, {
        instanceNumber: number,
        seriesNumber: series,
        seriesInstanceUid: `2.25.${series === 1 ? 9000 : 8000}`,
      });
    });
    await completed(sql, 1000, images);
    const ports = portsOf(sql);
    const rows: string[] = [];
    const read = async (path: string): Promise<string> => {
      const html = await htmlOf(ports, path);
      const found = html.matchAll(/title="2\.25\.(\d+)".*?<td class="n">(\d+)<\/td>/gs);
      rows.push(...[...found].map(([, series, number]) => `${series} ${number}`));
      return html;
    };
    let html = await read("/batches/B-ST-1/images");
    for (let next; (next = /rel="next" href="([^"]*)"/.exec(html)?.[1]);) html = await read(next);
    const numbers = Array.from({ length: 120 }, (_, at) => at + 1);
    const wanted = [9000, 8000].flatMap((series) => numbers.map((number) => `${series} ${number}`));
    assert.deepEqual(rows, wanted);
    const previous = /rel="prev" href="([^"]*)"/.exec(html)?.[1] ?? "";
    assert.match(await htmlOf(ports, previous), /rel="prev"/);
  });
});

Deno.test("the page of an unknown address has the navigation of all pages", async () => {
  await withDatabase(async (sql) => {
    const html = await htmlOf(portsOf(sql), "/nowhere");
    assert.match(html, /Not found/);
    assert.match(html, /<nav aria-label="Sections">.*href="\/batches"/s);
    assert.match(await htmlOf(portsOf(sql), "/batches/B-NONE"), /<nav aria-label="Sections">/);
  });
});

Deno.test("a Batch whose files are being imported is not shown as claimed", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await claimBatches(sql, request, 2);
    const progress = () => [{ batch: "B-ST-1", files: 700, done: 688, bytes: 1 }];
    const words = await wordsOf(portsOf(sql, { progress }), "/");
    assert.match(words, /B-ST-1 import 688 of 700 files/);
    assert.match(words, /B-ST-2 look not reported yet/);
    assert.doesNotMatch(words, /claimed/);
  });
});
