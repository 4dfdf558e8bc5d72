import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(
  formatAccounts([{ kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") }]),
);

const forms = [
  "/batches/actions",
  "/batches/actions/retry",
  "/batches/B-ST-1/retry",
  "/targets/test",
] as const;
const operations = ["/api/batches/retry", "/api/batches/B-ST-1/retry"] as const;
const form = { batch: "B-ST-1", action: "retry" };

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: BodyInit;
}

async function statusOf(app: WebApp, path: string, { headers, body }: Sent): Promise<number> {
  const host = { host: "localhost", ...headers };
  const request = new Request(`http://localhost${path}`, { method: "POST", headers: host, body });
  return (await app.fetch(request, {})).status;
}

async function assertUnchanged(sql: Sql): Promise<void> {
  assert.equal((await sql`select from batch where status = 'DONE'`).count, 1);
  assert.equal(
    (await sql`select from batch_event where worker is not null and code is not null`).count,
    0,
  );
}

Deno.test("only a form of this program can act: without its token, or from another site, it is refused", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    const page = await app.fetch(
      new Request("http://localhost/batches", { headers: { host: "localhost" } }),
      {},
    );
    const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
    assert.notEqual(csrf, "");
    const origin = { origin: "http://localhost" };
    const own = new URLSearchParams({ ...form, csrf });
    for (const path of forms) {
      const wrong = new URLSearchParams({ ...form, csrf: `${csrf}x` });
      for (const body of [new URLSearchParams(form), wrong]) {
        assert.equal(await statusOf(app, path, { headers: origin, body }), 403, path);
      }
      const foreign = { ...origin, "sec-fetch-site": "cross-site" };
      assert.equal(await statusOf(app, path, { headers: foreign, body: own }), 403, path);
    }
    const json = { "content-type": "application/json" };
    const body = JSON.stringify({ filter: { status: "DONE" } });
    for (const path of operations) {
      const headers = { ...origin, ...json };
      assert.equal(await statusOf(app, path, { headers, body }), 403, `${path} from a browser`);
    }
    await assertUnchanged(sql);
    assert.equal(await statusOf(app, forms[1], { headers: origin, body: own }), 303);
    assert.equal((await sql`select from batch where status = 'NEW'`).count, 1);
  });
});

Deno.test("a reader changes nothing at any address, and may search", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    const checkTargets = () => assert.fail("a target was asked");
    const ports = portsOf(sql, { accounts: () => accounts, checkTargets });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const authorization = "Bearer di_r";
    for (const path of [...forms, "/batches/x", "/nowhere"]) {
      const body = new URLSearchParams(form);
      assert.equal(await statusOf(app, path, { headers: { authorization }, body }), 403, path);
    }
    const headers = { authorization, "content-type": "application/json" };
    for (const path of operations) {
      const body = JSON.stringify({ filter: { status: "DONE" }, dryRun: true });
      assert.equal(await statusOf(app, path, { headers, body }), 403, path);
    }
    await assertUnchanged(sql);
    const body = new URLSearchParams({ name: "ST-1" });
    assert.equal(
      await statusOf(app, "/batches/find", { headers: { authorization }, body }),
      303,
    );
    const name = JSON.stringify({ name: "ST-1" });
    assert.equal(await statusOf(app, "/api/batches/find", { headers, body: name }), 200);
  });
});
