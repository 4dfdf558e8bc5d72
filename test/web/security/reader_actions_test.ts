import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(formatAccounts([
  { kind: "token", name: "bot", role: "operator", hash: hashToken("di_o") },
  { kind: "token", name: "eye", role: "reader", hash: hashToken("di_r") },
]));

Deno.test("a reader has no buttons to process Batches again, and is refused", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    using app = createApp(
      portsOf(sql, { accounts: () => accounts }),
      (error) => assert.fail(String(error)),
    );
    const ask = (token: string, path: string, body?: URLSearchParams): Promise<Response> => {
      const method = body ? "POST" : "GET";
      const headers = { authorization: `Bearer ${token}` };
      return app.fetch(
        new Request(`http://h${path}`, { method, headers, ...(body && { body }) }),
        {},
      );
    };
    const buttons = /name="batch"|form="select"|form="actions"|form="retry"/;
    for (const path of ["/batches", "/batches/B-ST-1"]) {
      assert.match(await (await ask("di_o", path)).text(), buttons);
      assert.doesNotMatch(await (await ask("di_r", path)).text(), buttons);
    }
    const form = new URLSearchParams({ batch: "B-ST-1", action: "retry" });
    for (const path of ["/batches/actions", "/batches/actions/retry", "/batches/B-ST-1/retry"]) {
      assert.equal((await ask("di_r", path, form)).status, 403, path);
    }
    assert.equal((await sql`select from batch where status = 'DONE'`).count, 1);
    const unnamed = new URLSearchParams({ batch: "B-ST-1" });
    assert.equal((await ask("di_o", "/batches/actions/retry", unnamed)).status, 400);
    assert.equal((await ask("di_o", "/batches/actions/retry", form)).status, 303);
    assert.equal((await sql`select from batch where status = 'NEW'`).count, 1);
  });
});
