import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const host = { host: "localhost" };
const operator = { ...host, authorization: "Bearer di_o" };
const accounts = parseAccounts(
  formatAccounts([{ kind: "token", name: "o", role: "operator", hash: hashToken("di_o") }]),
);

Deno.test("what PostgreSQL cannot hold is refused, and no fault of the program", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const statusOf = async (path: string): Promise<number> =>
      (await app.fetch(new Request(`http://localhost${path}`, { headers: host }), {})).status;
    for (
      const path of [
        "/batches/%00",
        "/images/%00",
        "/images/%00/file",
        "/batches?code=%00",
        "/api/batches/%00",
        "/api/batches?code=a%00",
        "/api/series?modality=%00",
        "/api/images?batch=%00",
        "/api/batches?since=0000-01-01",
        "/api/batches?since=0001-01-01T00:00:00%2B14:00",
        "/api/batches?until=9999-12-31",
      ]
    ) assert.equal(await statusOf(path), 400, path);
    for (const day of ["0000-01-01", "9999-12-31"]) {
      assert.equal(await statusOf(`/batches?since=${day}&until=${day}`), 200, day);
    }
  });
});

Deno.test("a body that is too large, or no form, is refused, and no fault of the program", async () => {
  await withDatabase(async (sql) => {
    const ports = portsOf(sql, { accounts: () => accounts });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const statusOf = async (path: string, body: BodyInit, headers = {}): Promise<number> => {
      const request = new Request(`http://localhost${path}`, { method: "POST", body, headers });
      return (await app.fetch(request, {})).status;
    };
    const large = new Uint8Array(20_000);
    assert.equal(await statusOf("/login", large, { ...host, "content-length": "20000" }), 413);
    assert.equal(await statusOf("/login", new Blob([large]).stream(), host), 413);
    const multipart = { "content-type": "multipart/form-data; boundary=x" };
    assert.equal(await statusOf("/batches/find", "no form", { ...operator, ...multipart }), 303);
    const name = new URLSearchParams({ name: "ST\0" });
    assert.equal(await statusOf("/batches/find", name, operator), 303);
  });
});
