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

Deno.test("the API processes all matching Batches again, first only counted, for operators", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
    await completed(sql, 1000, [image(1)]);
    await completed(sql, 1001, [image(11), image(12)]);
    using app = createApp(
      portsOf(sql, { accounts: () => accounts }),
      (error) => assert.fail(String(error)),
    );
    const post = async (body: unknown, token = "di_o"): Promise<[number, unknown]> => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await app.fetch(new Request("http://h/api/batches/retry", init), {});
      return [response.status, await response.json()];
    };
    const filter = { status: "DONE" };
    const counted = { matching: 2, retried: 2, images: 3, bytes: 300 };
    assert.deepEqual(await post({ filter, dryRun: true }), [200, counted]);
    assert.equal((await post({ filter }, "di_r"))[0], 403);
    for (const invalid of [{}, { filter: {} }, { filter, action: "burn" }, { filter, all: true }]) {
      assert.equal((await post(invalid))[0], 400, JSON.stringify(invalid));
    }
    const events = async (): Promise<string[]> =>
      (await sql`select worker, code from batch_event where code is not null order by id`)
        .map(({ worker, code }) => `${code} by ${worker}`);
    assert.deepEqual(await events(), []);
    assert.deepEqual(await post({ filter, action: "resend" }), [202, counted]);
    assert.deepEqual(await events(), ["resend by token bot", "resend by token bot"]);
    assert.deepEqual((await post({ filter }))[1], { matching: 0, retried: 0, images: 0, bytes: 0 });
  });
});
