import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import type { WebPorts } from "../../../src/web/ports.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

interface Listed {
  readonly count: number;
  readonly countIsExact: boolean;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Record<string, unknown>[];
}

/** Asks the API as a program on this machine does. */
function asker(
  sql: WebPorts["sql"],
): (path: string, method?: string, body?: unknown) => Promise<Response> {
  const app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
  app[Symbol.dispose]();
  return (path, method = "GET", body) => {
    const headers = { host: "localhost", ...(body ? { "content-type": "application/json" } : {}) };
    const text = body ? { body: JSON.stringify(body) } : {};
    return app.fetch(new Request(`http://localhost${path}`, { method, headers, ...text }), {});
  };
}

Deno.test("a list is walked forth and back by the addresses it gives, each row once", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, Array.from({ length: 7 }, (_, n) => `ST-${n + 1}`));
    const ask = asker(sql);
    const page = async (path: string): Promise<Listed> => await (await ask(path)).json();
    const forth = [await page("/api/batches?status=NEW&limit=3")];
    for (let next = forth[0]?.next; next; next = forth.at(-1)?.next) forth.push(await page(next));
    const codes = (pages: readonly Listed[]): unknown[] =>
      pages.flatMap(({ results }) => results.map(({ code }) => code));
    assert.deepEqual(codes(forth), [7, 6, 5, 4, 3, 2, 1].map((n) => `B-ST-${n}`));
    assert.deepEqual(forth.map(({ count, countIsExact }) => [count, countIsExact]), [
      [7, true],
      [7, true],
      [7, true],
    ]);
    const back = [];
    for (let previous = forth.at(-1)?.previous; previous; previous = back[0]?.previous) {
      back.unshift(await page(previous));
    }
    assert.deepEqual(codes(back), codes(forth.slice(0, -1)), "the same pages on the way back");
    assert.equal(back[0]?.previous, null);
    assert.equal((await page("/api/batches?status=DONE")).next, null);
  });
});

Deno.test("filters of images and series find what they name, and say what they do not understand", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await completed(sql, 1000, [image(1), image(2)]);
    const other = { studyInstanceUid: "2.25.9", seriesInstanceUid: "2.25.99", patient: "P-2" };
    await completed(sql, 1001, [image(3, { ...other, modality: "MR" })]);
    const ask = asker(sql);
    const found = async (path: string): Promise<unknown[]> => {
      const { results, count }: Listed = await (await ask(path)).json();
      assert.equal(count, results.length, path);
      return results.map((row) => row["sopInstanceUid"] ?? row["seriesInstanceUid"]);
    };
    assert.deepEqual(await found("/api/images"), ["2.25.3", "2.25.2", "2.25.1"]);
    assert.deepEqual(await found("/api/images?batch=B-ST-2"), ["2.25.3"]);
    assert.deepEqual(await found("/api/images?series=2.25.2000"), ["2.25.2", "2.25.1"]);
    assert.deepEqual(await found("/api/images?study=2.25.9"), ["2.25.3"]);
    assert.deepEqual(await found("/api/images?patient=P-2"), ["2.25.3"]);
    assert.deepEqual(await found("/api/images?batch=B-ST-1&patient=P-2"), []);
    assert.deepEqual(await found("/api/series?modality=MR"), ["2.25.99"]);
    assert.deepEqual(await found("/api/series?patient=P-1"), ["2.25.2000"]);
    const misunderstood = { status: "SLEEPING", limit: "501", since: "yesterday", after: "x" };
    for (const [name, value] of Object.entries(misunderstood)) {
      const answer = await ask(`/api/batches?${name}=${value}`);
      assert.equal(answer.status, 400);
      assert.match((await answer.json()).detail, new RegExp(`^${name}: `));
    }
  });
});

Deno.test("the days of the API begin at the midnights of the zone that is asked for", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    const ask = asker(sql);
    for (const zone of ["UTC", "Asia/Kolkata", "America/St_Johns"]) {
      const days: { start: string; images: number }[] =
        await (await ask(`/api/metrics/daily?days=3&zone=${zone}`)).json();
      assert.deepEqual(days.map(({ images }) => images), [0, 0, 1]);
      const midnight = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" });
      assert.deepEqual(days.map(({ start }) => midnight.format(new Date(start))), [
        "00:00",
        "00:00",
        "00:00",
      ]);
    }
    assert.equal((await ask("/api/metrics/daily?zone=Moon/Base")).status, 400);
  });
});

Deno.test("a retry by the API takes a Batch once, and leaves one that waits as it is", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    const ask = asker(sql);
    const retried = await ask("/api/batches/B-ST-1/retry", "POST");
    assert.equal(retried.status, 202);
    assert.deepEqual(await retried.json(), { code: "B-ST-1", status: "DONE", retried: true });
    const again = await ask("/api/batches/B-ST-1/retry", "POST");
    assert.equal(again.status, 409);
    const { code, batchStatus, status } = await again.json();
    assert.deepEqual([code, batchStatus, status], ["B-ST-1", "NEW", 409]);
    assert.equal((await ask("/api/batches/B-NONE/retry", "POST")).status, 404);
    const batch = await (await ask("/api/batches/B-ST-1")).json();
    assert.deepEqual([batch.code, batch.status], ["B-ST-1", "NEW"]);
  });
});

Deno.test("the name of a folder finds its Batch in a body, and never in an address", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    const ask = asker(sql);
    const found = await ask("/api/batches/find", "POST", { name: "ST-1" });
    const batch = await found.json();
    assert.deepEqual([found.status, batch.code], [200, "B-ST-1"]);
    assert.equal((await ask("/api/batches/find", "POST", { name: "B-ST-1" })).status, 200);
    assert.equal((await ask("/api/batches/find", "POST", { name: "ST-2" })).status, 404);
    assert.equal((await ask("/api/batches/find", "POST", { name: "ST\0" })).status, 400);
    for (const [path, method] of [["", "GET"], ["/retry", "POST"]] as const) {
      assert.equal((await ask(`/api/batches/ST-1${path}`, method)).status, 404);
    }
    assert.equal((await ask("/batches/ST-1")).status, 404);
  });
});

Deno.test("the document of the API is OpenAPI 3.1 and names every path and parameter", async () => {
  await withDatabase(async (sql) => {
    const { openapi, paths, components } = await (await asker(sql)("/api/openapi.json")).json();
    assert.equal(openapi, "3.1.0");
    assert.deepEqual(Object.keys(paths), [
      "/batches",
      "/images",
      "/series",
      "/metrics/daily",
      "/batches.csv",
      "/images.csv",
      "/series.csv",
      "/batches/find",
      "/batches/{code}",
      "/batches/retry",
      "/batches/{code}/retry",
      "/batches/acknowledge",
      "/batches/{code}/acknowledge",
      "/batches/{code}/reopen",
    ]);
    const names = paths["/batches"].get.parameters.map(({ name }: { name: string }) => name);
    assert.deepEqual(names, [
      "status",
      "attention",
      "acknowledged",
      "error",
      "refusedBy",
      "target",
      "modality",
      "patient",
      "study",
      "accession",
      "code",
      "since",
      "until",
      "finishedSince",
      "finishedBefore",
      "limit",
      "after",
      "before",
    ]);
    assert.deepEqual(components.schemas.Batch.properties.errorCode.type, ["string", "null"]);
    assert.equal(components.securitySchemes.bearer.scheme, "bearer");
  });
});
