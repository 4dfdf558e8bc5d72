import assert from "node:assert/strict";
import { countWorkers, workerApplication } from "../../../src/database/batches/workers.ts";
import { openDatabase } from "../../../src/database/open_database.ts";
import { readIntakeState } from "../../../src/database/views/read_intake_state.ts";
import { createApp } from "../../../src/web/app.tsx";
import { createMetrics } from "../../../src/web/metrics.ts";
import type { ShownProcess, WebPorts } from "../../../src/web/ports.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const startedAt = "2026-11-01T00:00:00.000Z";
const serve: ShownProcess = { command: "serve", pid: 1, startedAt, isWorker: false };
const watch: ShownProcess = { command: "watch", pid: 2, startedAt, isWorker: true };

async function overviewOf(ports: WebPorts): Promise<string> {
  using app = createApp(ports, (error) => assert.fail(String(error)));
  const request = new Request("http://localhost/", { headers: { host: "localhost" } });
  return await (await app.fetch(request, {})).text();
}

Deno.test("with only serve running, the page says first of all that no worker is running", async () => {
  await withDatabase(async (sql) => {
    const html = await overviewOf(portsOf(sql, { processes: () => [serve] }));
    const main = html.slice(html.indexOf("<main"));
    const first = main.search(/role="alert"/);
    assert.match(main.slice(first), /^role="alert"><strong>No worker is running\.<\/strong>/);
    assert.doesNotMatch(html, /Running<\/a>/);
    const working = await overviewOf(portsOf(sql, { processes: () => [serve, watch] }));
    assert.doesNotMatch(working, /No worker is running/);
    assert.match(working, /Running<\/a>/);
  });
});

Deno.test("a worker of another machine counts by its connections, and ends with them", async () => {
  await withDatabase(async (sql, { where }) => {
    const [, stateDir = ""] = /-h (\S+) /.exec(where) ?? [];
    assert.equal(await countWorkers(sql), 0);
    const application = workerApplication("other.example:7");
    const elsewhere = await openDatabase({ stateDir, connections: 3, application });
    const state = await readIntakeState(sql);
    assert.equal(state.workers, 1);
    assert.doesNotMatch(await overviewOf(portsOf(sql)), /No worker is running/);
    await elsewhere.close();
    while (await countWorkers(sql) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

Deno.test("metrics count the processes that process Batches", async () => {
  await withDatabase(async (sql) => {
    const render = async (...processes: ShownProcess[]): Promise<string> =>
      await createMetrics().render({
        ...portsOf(sql, { processes: () => processes }),
        state: () => readIntakeState(sql),
      }, 0);
    assert.match(await render(serve), /\ndicom_intake_processes 0\n/);
    assert.match(await render(serve, watch), /\ndicom_intake_processes 1\n/);
    assert.match(await render(serve), /\ndicom_intake_workers 0\n/);
  });
});
