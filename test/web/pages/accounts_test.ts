import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { askApp } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(formatAccounts([
  { kind: "token", name: "root", role: "administrator", hash: hashToken("di_a") },
  { kind: "token", name: "bot", role: "operator", hash: hashToken("di_o") },
  { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
]));

Deno.test("an administrator sees accounts, tokens and their last use, and never a secret", async () => {
  await withDatabase(async (sql) => {
    const ports = portsOf(sql, { accounts: () => accounts });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    await askApp(app, "/batches", { token: "di_o" });
    const shown = await askApp(app, "/accounts", { token: "di_a" });
    assert.equal(shown.status, 200);
    assert.match(shown.words, /bot token operator \d{4}-\d\d-\d\d/);
    assert.match(shown.words, /eye token reader never/);
    for (const { hash } of accounts) {
      assert.equal(shown.html.includes(hash), false);
      assert.equal(shown.html.includes(hash.split("$")[1] ?? "?"), false);
    }
    assert.match((await askApp(app, "/settings", { token: "di_a" })).html, /href="\/accounts"/);
    for (const token of ["di_o", "di_r"]) {
      const refused = await askApp(app, "/accounts", { token });
      assert.equal(refused.status, 403);
      assert.doesNotMatch(refused.words, /root/);
      assert.doesNotMatch((await askApp(app, "/settings", { token })).html, /href="\/accounts"/);
    }
    assert.notEqual((await askApp(app, "/accounts")).status, 200, "without a login");
  });
});

Deno.test("where no login is required, the page of the accounts says so", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    assert.match((await askApp(app, "/accounts")).words, /No login is required/);
    assert.deepEqual([...await sql`select * from account_use`], [], "no account was used");
  });
});
