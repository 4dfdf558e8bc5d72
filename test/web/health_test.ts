import assert from "node:assert/strict";
import { createApp } from "../../src/web/app.tsx";
import { withDatabase } from "../support/database/test_database.ts";
import { portsOf } from "../support/web/web_ports.ts";

Deno.test("alive is not ready: without an inbox or the database /readyz says which, and pages say so", async () => {
  await withDatabase(async (sql) => {
    const missing: string[] = [];
    const told: unknown[] = [];
    let isStalled = false;
    const ports = portsOf(sql, {
      isStalled: () => isStalled,
      missingInboxes: () => Promise.resolve(missing),
    });
    using app = createApp(ports, (error) => told.push(error));
    const ask = async (path: string): Promise<[number, string]> => {
      const request = new Request(`http://localhost${path}`, { headers: { host: "localhost" } });
      const answer = await app.fetch(request, {});
      return [answer.status, (await answer.text()).trim()];
    };
    assert.deepEqual(await ask("/readyz"), [200, '{"database":true,"inboxes":true}']);
    missing.push("/data/inbox");
    assert.deepEqual(await ask("/readyz"), [503, '{"database":true,"inboxes":false}']);
    await sql.end();
    assert.deepEqual(await ask("/readyz"), [503, '{"database":false,"inboxes":false}']);
    assert.deepEqual(await ask("/healthz"), [200, "alive"]);
    isStalled = true;
    assert.deepEqual(await ask("/healthz"), [503, "threads make no progress"]);
    const [status, html] = await ask("/batches");
    assert.equal(status, 500);
    assert.match(
      html,
      /This page could not be created. The log of the program contains the reason/,
    );
    assert.deepEqual((await ask("/api/batches"))[0], 500);
    assert.match(
      (await ask("/api/nothing"))[1],
      /"detail":"This page, Batch or image does not exist/,
    );
    assert.equal(told.length, 2);
    const [, metrics] = await ask("/metrics");
    assert.match(metrics, /^dicom_intake_database_up 0$/m);
  });
});
