import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(formatAccounts([
  { kind: "token", name: "bot", role: "operator", hash: hashToken("di_o") },
  { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
]));

Deno.test("an operator tests the targets from their page, and a reader cannot", async () => {
  await withDatabase(async (sql) => {
    let tests = 0;
    const checkTargets = () => {
      tests++;
      return Promise.resolve([
        { target: "file:///up", isReady: true, findings: ["a file was written and deleted"] },
        { target: "file:///away", isReady: false, findings: ["it does not exist"] },
      ]);
    };
    const ports = portsOf(sql, { accounts: () => accounts, checkTargets });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const ask = async (token: string, path: string, method: "GET" | "POST") => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await app.fetch(new Request(`http://h${path}`, { method, headers }), {});
      return { status: response.status, text: await response.text() };
    };
    const button = /<button type="submit">Test all targets/;
    assert.match((await ask("di_o", "/targets", "GET")).text, button);
    assert.doesNotMatch((await ask("di_r", "/targets", "GET")).text, button);
    assert.equal((await ask("di_r", "/targets/test", "POST")).status, 403);
    assert.equal(tests, 0);
    const { status, text } = await ask("di_o", "/targets/test", "POST");
    assert.deepEqual([status, tests], [200, 1]);
    const rows = text.matchAll(/<td class="code">(.*?)<\/td><td>(?:<[^>]*>)?([^<]*).*?<\/tr>/g);
    assert.deepEqual([...rows].map(([, target, result]) => [target, result]), [
      ["file:///up", "ready"],
      ["file:///away", "not ready"],
    ]);
    assert.match(text, /a file was written and deleted/);
    assert.match(text, /it does not exist/);
  });
});
