import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(formatAccounts([
  { kind: "token", name: "bot", role: "operator", hash: hashToken("di_o") },
  { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
]));

Deno.test("the API acknowledges one Batch or all that match, for operators, and withdraws it", async () => {
  await withDatabase(async (sql) => {
    await sql`
      insert into batch (uid, code, base, origin, status, error_code, folder_modified_at)
      select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'GATE', now()
      from generate_series(1, 3) n`;
    const ports = portsOf(sql, { accounts: () => accounts });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const ask = async (path: string, body?: unknown, token = "di_o") => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const init = body === undefined
        ? { headers }
        : { method: "POST", headers, body: JSON.stringify(body) };
      const response = await app.fetch(new Request(`http://h/api${path}`, init), {});
      return { status: response.status, body: await response.json() };
    };
    const one = "/batches/B-F1/acknowledge";
    assert.equal((await ask(one, { note: "known" }, "di_r")).status, 403);
    for (const invalid of [{}, { note: "" }, { note: " " }, { note: "x", force: true }]) {
      assert.equal((await ask(one, invalid)).status, 400, JSON.stringify(invalid));
    }
    assert.deepEqual(await ask(one, { note: "known" }), {
      status: 200,
      body: { code: "B-F1", acknowledged: true },
    });
    assert.equal((await ask(one, { note: "known" })).status, 409);
    assert.equal((await ask("/batches/B-X/acknowledge", { note: "known" })).status, 404);
    const { body } = await ask("/batches/B-F1");
    assert.equal(body.acknowledged, true);
    assert.deepEqual([body.acknowledgement.by, body.acknowledgement.note], ["token bot", "known"]);
    assert.equal(body.events.at(-1).note, "known");
    assert.equal((await ask("/batches?attention=true")).body.count, 2);
    assert.equal((await ask("/batches?acknowledged=true")).body.count, 1);

    assert.equal((await ask("/batches/B-F1/reopen", {})).body.acknowledged, false);
    assert.equal((await ask("/batches/B-F1/reopen", {})).status, 409);
    const all = { filter: { attention: true }, note: "a drill" };
    assert.deepEqual((await ask("/batches/acknowledge", { ...all, dryRun: true })).body, {
      acknowledged: 3,
    });
    assert.equal((await ask("/batches/acknowledge", { note: "a drill", filter: {} })).status, 400);
    assert.deepEqual((await ask("/batches/acknowledge", all)).body, { acknowledged: 3 });
    assert.deepEqual((await ask("/batches/acknowledge", all)).body, { acknowledged: 0 });
    assert.equal((await ask("/batches/acknowledge")).status, 405);
  });
});
