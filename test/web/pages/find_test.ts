import assert from "node:assert/strict";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

async function ask(app: WebApp, path: string, form?: Record<string, string>): Promise<Response> {
  const headers = { host: "localhost" };
  const init = form ? { method: "POST", headers, body: new URLSearchParams(form) } : { headers };
  return await app.fetch(new Request(`http://localhost${path}`, init), {});
}

async function htmlOf(app: WebApp, path: string): Promise<string> {
  return await (await ask(app, path)).text();
}

const wordsOf = (html: string): string => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("the search leads to what was found, and no address repeats a term that is not pseudonymous", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["DOE_JANE", "ST-2"]);
    await completed(sql, 1000, [image(1), image(2)]);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(await htmlOf(app, "/batches")) ?? [];
    const leadsTo = async (name: string): Promise<string | null> => {
      const response = await ask(app, "/batches/find", { csrf, name });
      assert.equal(response.status, 303);
      return response.headers.get("location");
    };
    const today = new Date().toISOString().slice(0, 10);
    const expected: Readonly<Record<string, string>> = {
      "DOE_JANE": "/batches/B-DOE_JANE", // the code of the test, not one of the program
      "B-": "/batches?code=B-",
      "p-1": "/batches?patient=P-1",
      "ct": "/batches?modality=CT",
      "A1": "/batches?accession=A1",
      "2.25.1000": "/batches?study=2.25.1000",
      "2.25.2000": "/batches/B-DOE_JANE/images?series=2.25.2000",
      "2.25.2": "/images/2.25.2",
      [today]: `/batches?since=${today}&until=${today}`,
    };
    for (const [name, location] of Object.entries(expected)) {
      assert.equal(await leadsTo(name), location);
      assert.equal((await ask(app, location)).status, 200, location);
    }
    for (const name of ["DOE", "DOE^JANE", "1.2.3", "4711", "1950-01-01", ""]) {
      assert.equal(await leadsTo(name), "/batches?found=none", name);
    }
    assert.match(wordsOf(await htmlOf(app, "/batches?found=none")), /Nothing in the catalogue has/);
  });
});

Deno.test("tabs count the Batches, columns sort, filters are removed one by one, pages have a size", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
    await completed(sql, 1000, [image(1), image(2)]);
    await sql`update batch set changed_at = now() where code = 'B-ST-1'`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const html = await htmlOf(app, "/batches?modality=CT&status=DONE&size=25&order=images");
    const words = wordsOf(html);
    assert.match(words, /All 3 Needs attention 1 Waiting for watch 2 Done 1 Modality CT Remove/);
    assert.doesNotMatch(words, /Failed 0/);
    assert.match(html, /<a href="\/batches\?status=DONE" aria-current="page">/);
    assert.match(words, /B-ST-1 DONE folder changed 2 0 0 200 B CT P-1 – /);
    assert.match(html, /href="\/batches\?status=DONE&amp;size=25&amp;order=images"[^>]*>\s*Remove/);
    assert.match(html, /aria-sort="descending"><a href="[^"]*order=images">Images/);
    assert.match(html, /<option value="25" selected/);
    assert.match(html, /<time datetime="[^"]+Z" title="\d{4}-[^"]+" data-relative/);
    const oldest = await htmlOf(app, "/batches?order=oldest");
    assert.match(oldest, /aria-sort="ascending"><a href="\/batches\?order=newest">Found/);
    assert.match(wordsOf(oldest), /B-ST-1 .*B-ST-2 .*B-ST-3 /);
    const invalid = await htmlOf(app, "/batches?order=name&size=1000000");
    assert.match(wordsOf(invalid), /B-ST-3 .*B-ST-2 .*B-ST-1 /);
    assert.match(invalid, /<option value="50" selected/);
  });
});

Deno.test("the API has the modalities, patients and targets of Batches, and selects by them", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await completed(sql, 1000, [image(1)]);
    await sql`insert into target (name) values ('file:///a')`;
    await sql`insert into delivery (batch_id, target, state, claim, images, bytes)
      select id, 'file:///a', 'confirmed', 1, 1, 100 from batch where code = 'B-ST-1'`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const filters = ["modality=CT", "patient=P-1", "study=2.25.1000", "accession=A1"];
    for (const filter of [...filters, "target=file:///a"]) {
      const { results } = await (await ask(app, `/api/batches?${filter}`)).json();
      assert.equal(results.length, 1, filter);
      const [{ modalities, pseudonyms, targets }] = results;
      assert.deepEqual([modalities, pseudonyms], [["CT"], ["P-1"]]);
      assert.deepEqual(targets, [{ target: "file:///a", state: "confirmed" }]);
    }
    const csv = await htmlOf(app, "/api/batches.csv?modality=CT");
    assert.match(csv, /,"\[""CT""\]","\[""P-1""\]",/);
    assert.equal((await ask(app, "/api/batches?study=x")).status, 400);
  });
});

Deno.test("every page has the search box, and a page about an unknown address, too", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    for (const path of ["/", "/batches", "/targets", "/screening", "/api", "/help", "/none"]) {
      const html = await htmlOf(app, path);
      const boxes = html.match(/<form method="post" action="\/batches\/find"/g);
      assert.equal(boxes?.length, 1, path);
    }
  });
});
