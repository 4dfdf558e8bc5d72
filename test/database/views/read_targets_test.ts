import assert from "node:assert/strict";
import { isDown, readTargets } from "../../../src/database/views/read_targets.ts";
import { readIntakeState } from "../../../src/database/views/read_intake_state.ts";
import { createApp } from "../../../src/web/app.tsx";
import { createMetrics } from "../../../src/web/metrics.ts";
import { attempted, confirmed, down, handedOver } from "../../support/database/deliveries.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { portsOf } from "../../support/web/web_ports.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";

const target = "file:///a";

/** The metrics and the words of pages of a process that has just started. */
async function shownAfterRestart(sql: Sql): Promise<{ metrics: string; words: string }> {
  const ports = portsOf(sql);
  const metrics = await createMetrics().render({ ...ports, state: () => readIntakeState(sql) }, 0);
  using app = createApp(ports, (error) => assert.fail(String(error)));
  const pages = await Promise.all(["/", "/targets"].map(async (path) => {
    const request = new Request(`http://localhost${path}`, { headers: { host: "localhost" } });
    return await (await app.fetch(request, {})).text();
  }));
  const words = pages.join(" ").replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  return { metrics, words };
}

function requireLines(text: string, lines: readonly string[]): void {
  for (const line of lines) assert.ok(text.includes(`\n${line}\n`), `${line}: ${text}`);
}

Deno.test("overview, page, status and metrics show each state of a target, also after a restart", () =>
  withDatabase(async (sql) => {
    assert.deepEqual((await readIntakeState(sql)).targets, []);
    assert.match((await shownAfterRestart(sql)).words, /Targets None none configured/);

    for (const uid of ["ST-1", "ST-2", "ST-3"]) await handedOver(sql, uid, [target]);
    const waiting = await shownAfterRestart(sql);
    assert.match(waiting.words, /Targets Up 3 outstanding/);
    requireLines(waiting.metrics, [
      'dicom_intake_batches{status="DELIVERING"} 3',
      `dicom_intake_target_up{target="${target}"} 1`,
      `dicom_intake_target_backlog_batches{target="${target}"} 3`,
      `dicom_intake_target_backlog_bytes{target="${target}"} 600`,
    ]);
    assert.doesNotMatch(waiting.metrics, /success_seconds\{/);

    await attempted(sql, target, confirmed);
    await attempted(sql, target, down);
    await sql`update target set next_attempt = now() + interval '50 seconds'`;
    const [state] = await readTargets(sql);
    assert.ok(state && isDown(state));
    assert.deepEqual([state.waiting, state.delivered, state.errorCode], [2, 1, "TARGET_DOWN"]);
    const away = await shownAfterRestart(sql);
    assert.match(away.words, /Targets 1 down 2 outstanding/);
    assert.match(away.words, /down for under a minute, next attempt in under a minute\. /);
    assert.match(away.words, /TARGET_DOWN : the connection was.* The target cannot be reached/);
    requireLines(away.metrics, [
      `dicom_intake_target_up{target="${target}"} 0`,
      `dicom_intake_target_attempts{target="${target}"} 2`,
      `dicom_intake_target_failures{target="${target}",code="TARGET_DOWN"} 1`,
    ]);
    assert.match(away.metrics, /dicom_intake_target_success_seconds\{target="file:\/\/\/a"\} \d/);

    await sql`update target set next_attempt = now()`;
    await attempted(sql, target, confirmed);
    await attempted(sql, target, confirmed);
    const back = await shownAfterRestart(sql);
    assert.match(back.words, /Targets Up nothing waits/);
    requireLines(back.metrics, [
      `dicom_intake_target_up{target="${target}"} 1`,
      `dicom_intake_target_backlog_batches{target="${target}"} 0`,
      `dicom_intake_target_delivered_batches{target="${target}"} 3`,
      `dicom_intake_target_failures{target="${target}",code="TARGET_DOWN"} 1`,
    ]);
  }));
