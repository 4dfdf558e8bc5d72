import assert from "node:assert/strict";
import { currentAccounts, readAccounts } from "../../../src/cli/web_credentials.ts";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { type Account, formatAccounts, hashPassword } from "../../../src/web/security/accounts.ts";
import { waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { password, writeAccounts } from "../../support/web/web.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const host = "localhost";

async function logIn(app: WebApp, name: string): Promise<string> {
  const body = new URLSearchParams({ name, password });
  const request = new Request("http://localhost/login", {
    method: "POST",
    body,
    headers: { host },
  });
  const [cookie = ""] = (await app.fetch(request, {})).headers.getSetCookie();
  return cookie.split(";")[0] ?? "";
}

async function statusOf(app: WebApp, headers: Record<string, string>): Promise<number> {
  const request = new Request("http://localhost/batches", { headers: { host, ...headers } });
  return (await app.fetch(request, {})).status;
}

/** Writes the file as web-user does: a new one takes the old one's place. */
function write(path: string, accounts: readonly Account[]): void {
  Deno.writeTextFileSync(`${path}.tmp`, formatAccounts(accounts), { mode: 0o600 });
  Deno.renameSync(`${path}.tmp`, path);
}

Deno.test({
  name: "a removed account, or one with another password or role, loses its session and open " +
    "pages at once",
  // the rate limiter forgets an attempt by a timer of its own
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using directory = tempDir();
    const users = `${directory.path}/users`;
    await writeAccounts(users);
    const all = readAccounts(users);
    const hash = await hashPassword("another password", { logN: 10, r: 8, p: 1 });
    const without = (change: (alice: Account) => Account[]): Account[] =>
      all.flatMap((account) => account.name === "alice" ? change(account) : [account]);
    const changes = [
      without(() => []),
      without((alice) => [{ ...alice, role: "reader" }]),
      without((alice) => [{ ...alice, hash }]),
    ];
    await withDatabase(async (sql) => {
      for (const changed of changes) {
        write(users, all);
        const accounts = currentAccounts(users, all);
        using app = createApp(portsOf(sql, { accounts }), (error) => assert.fail(String(error)));
        const [alice, bob] = [await logIn(app, "alice"), await logIn(app, "bob")];
        const live = new Request("http://localhost/live/", { headers: { host, cookie: alice } });
        const open = (await app.fetch(live, {})).body?.getReader();
        assert.equal((await open?.read())?.done, false);
        assert.equal(await statusOf(app, { cookie: alice }), 200);
        write(users, changed);
        assert.equal(await statusOf(app, { cookie: alice }), 302);
        assert.equal(await statusOf(app, { cookie: bob }), 200, "others stay");
        await waiting(sql, [`ST-${changes.indexOf(changed)}`]); // the overview changes
        await app.refresh();
        assert.equal((await open?.read())?.done, true, "an open page ends");
      }
    });
  },
});

Deno.test("a removed token is refused at once, and a file without accounts lets nobody in", async () => {
  using directory = tempDir();
  const users = `${directory.path}/users`;
  await writeAccounts(users);
  const all = readAccounts(users);
  const accounts = currentAccounts(users, all);
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql, { accounts }), (error) => assert.fail(String(error)));
    const token = { authorization: "Bearer di_operator" };
    assert.equal(await statusOf(app, token), 200);
    write(users, all.filter(({ name }) => name !== "o"));
    assert.equal(await statusOf(app, token), 302);
    for (const text of ["", "no accounts\n"]) {
      Deno.writeTextFileSync(users, text);
      assert.equal(await statusOf(app, {}), 302);
    }
    Deno.removeSync(users);
    assert.equal(await statusOf(app, {}), 302);
  });
});
