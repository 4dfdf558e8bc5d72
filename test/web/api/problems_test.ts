import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(
  formatAccounts([{ kind: "token", name: "r", role: "reader", hash: hashToken("di_r") }]),
);

Deno.test("every refusal of the API is a problem of RFC 9457 with the status of the response", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const ports = portsOf(sql, { accounts: () => accounts });
    using guarded = createApp(ports, (error) => assert.fail(String(error)));
    const reader = { authorization: "Bearer di_r" };
    const refused: [number, string, string?, Record<string, string>?][] = [
      [400, "/api/batches?status=SLEEPING"],
      [400, "/api/batches?colour=red"],
      [400, "/api/batches/B-ST-1?verbose=1"],
      [400, "/api/batches.csv?limit=5"],
      [400, "/api/batches?code=%00"],
      [400, "/api/batches/find", "POST"],
      [401, "/api/batches", "GET", {}],
      [403, "/api/batches/B-ST-1/retry", "POST", reader],
      [404, "/api/batches/B-NONE"],
      [404, "/api/batches/B-NONE/retry", "POST"],
      [404, "/api/nothing"],
      [405, "/api/batches", "POST"],
      [405, "/api/batches", "DELETE"],
      [405, "/api/batches/find"],
      [405, "/api/batches/B-ST-1", "PUT"],
      [405, "/api/batches/B-ST-1/retry"],
      [405, "/api/openapi.json", "POST"],
    ];
    for (const [status, path, method = "GET", headers] of refused) {
      const request = new Request(`http://localhost${path}`, {
        method,
        headers: { host: "localhost", ...headers },
      });
      const response = await (headers ? guarded : app).fetch(request, {});
      const what = `${method} ${path}`;
      assert.equal(response.status, status, what);
      assert.equal(response.headers.get("content-type"), "application/problem+json", what);
      const problem = await response.json();
      assert.equal(problem.status, status, what);
      assert.equal(problem.type, "about:blank");
      assert.ok(problem.title.length > 3 && problem.detail.length > 3, what);
      assert.equal(response.headers.has("allow"), status === 405, what);
    }
  });
});

Deno.test("a parameter that does not exist is named, and HEAD is allowed where GET is", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const ask = (path: string, method = "GET") =>
      app.fetch(
        new Request(`http://localhost${path}`, { method, headers: { host: "localhost" } }),
        {},
      );
    const problem = await (await ask("/api/images?modality=CT&limit=0")).json();
    assert.deepEqual(problem.errors.map(({ name }: { name: string }) => name), [
      "limit",
      "modality",
    ]);
    assert.equal((await ask("/api/batches", "HEAD")).status, 200);
    const put = await ask("/api/batches", "PUT");
    assert.equal(put.headers.get("allow"), "GET, HEAD");
  });
});

Deno.test("a Batch has its events, receipts, findings and skipped files in the API, and no path", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const note = { path: "JANE.txt", code: "NOT_DICOM", reason: "it is not a DICOM file" };
    await completed(sql, 1000, [image(1)], [{ fileNumber: 2, ...note }]);
    await sql`insert into receipt (batch_id, target, kind, object, bytes, sha256)
      values (1, 'dimse://A@pacs:104', 'image', '2.25.1', 100, ${"0".repeat(64)})`;
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const request = new Request("http://localhost/api/batches/B-ST-1", {
      headers: { host: "localhost" },
    });
    const text = await (await app.fetch(request, {})).text();
    const batch = JSON.parse(text);
    assert.deepEqual(
      batch.events.map(({ status, stage }: Record<string, string>) => `${status} ${stage}`),
      ["NEW waiting", "PROCESSING claimed", "DONE finished"],
    );
    assert.deepEqual(batch.findings.map(({ text }: { text: string }) => text), ["1 file skipped."]);
    const { reason, code } = note;
    assert.deepEqual(batch.skippedFiles, [{ file: 2, code, reason, group: null, rule: null }]);
    assert.deepEqual(
      batch.receipts.map(({ lastAt: _, ...rest }: Record<string, unknown>) => rest),
      [
        { target: "dimse://A@pacs:104", images: 1, bytes: 100 },
      ],
    );
    assert.doesNotMatch(text, /JANE|DOE|"ST-1|\/in/);
  });
});

Deno.test("a list as CSV has every row once, and no cell that a spreadsheet would execute", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const images = Array.from({ length: 1203 }, (_, at) => image(at + 1, { modality: "=1+1" }));
    await completed(sql, 1000, images);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const csvOf = async (path: string): Promise<string[]> => {
      const request = new Request(`http://localhost${path}`, { headers: { host: "localhost" } });
      const response = await app.fetch(request, {});
      assert.match(response.headers.get("content-type") ?? "", /^text\/csv; charset=utf-8/);
      return (await response.text()).trimEnd().split("\n");
    };
    const [head = "", ...rows] = await csvOf("/api/images.csv");
    assert.match(head, /^sopInstanceUid,seriesInstanceUid,studyInstanceUid,patient,batch,modality/);
    assert.equal(new Set(rows).size, 1203);
    for (const row of rows) assert.match(row, /^2\.25\.\d+,.*,B-ST-1,'=1\+1,/);
    assert.equal((await csvOf("/api/images.csv?patient=P-2")).length, 1);
    assert.match((await csvOf("/api/batches.csv"))[1] ?? "", /^B-ST-1,DONE,finished,,1203,1,0,0,/);
    assert.equal((await csvOf("/api/series.csv")).length, 2);
  });
});
