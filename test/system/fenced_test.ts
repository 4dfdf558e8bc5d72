import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { readKeyFile } from "../../src/deidentify/pseudonyms/key_ring.ts";
import { batchCode, PseudonymKey } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { mayMakeHosts, otherHost } from "../support/host/other_host.ts";
import { type Moment, strikeAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, type Outcome, outcomeOf, placedOutcomeOf } from "../support/program/outcome.ts";
import type { RunningIntake } from "../support/program/running_intake.ts";
import { tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace", "ip", ...debianServerTools);
const noHosts = !await mayMakeHosts();
const one = ["--workers", "1", "--concurrency", "1"];

function intakeIn(directory: string, env: Record<string, string> = {}): IntakeUnderTest {
  const common = { SETTLE: "0", LOG_LEVEL: "debug", LEASE: "3", ...fixedKey(directory) };
  return new IntakeUnderTest(directory, { ...common, ...env });
}

/** What takes over finishes the Batch; what was held up wakes then, and must change nothing. */
async function takenOver(
  intake: IntakeUnderTest,
  database: Database,
  late: RunningIntake,
  wake: () => Promise<void> | void,
): Promise<Outcome> {
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  const done = await placedOutcomeOf(intake, database);
  await wake();
  await late.until(({ event }) => event === "lease.lost" || event === "batch.abandoned");
  await late.status();
  assert.deepEqual(await outcomeOf(intake, database), done);
  figure("workers that woke after they were taken over", 1);
  return done;
}

function end(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

Deno.test({
  name:
    "a worker that stands still for longer than its lease right before a rename changes nothing",
  ignore,
  async fn(test) {
    using directory = tempDir();
    const intake = intakeIn(directory.path);
    dropStudy(intake.inbox, "ST-1", 1, 20);
    const key = new PseudonymKey(readKeyFile(`${directory.path}/deid.key`));
    const output = `${directory.path}/output/${batchCode(key, "ST-1")}`;
    const database = await intake.database();
    let claim = 0;
    let calm: Outcome | undefined;
    const standsStillAt = async (moment: (staged: string) => Moment): Promise<void> => {
      const strike = strikeAt(moment(`${output}.tmp${claim + 1}`), "STOP");
      await using late = intake.startUnder(strike, "queue", one);
      const { pid = 0 } = await late.until(({ event }) => event === "queue.started");
      await late.until(({ event }) => event === "batch.progressed");
      try {
        const wake = (): void => Deno.kill(pid, "SIGCONT");
        const outcome = await takenOver(intake, database, late, wake);
        assert.deepEqual(outcome, calm ?? outcome);
        calm = outcome;
        claim += 2;
      } finally {
        end(pid); // its tracer's end does not end it
      }
    };
    try {
      await test.step("of its output", () => standsStillAt((path) => ({ call: "rename", path })));
      await intake.run("retry", "ST-1");
      await test.step(
        "of its output, the old one taken away",
        () => standsStillAt((path) => ({ call: "rename", path })),
      );
      await intake.run("retry", "ST-1");
      await test.step(
        "that takes the old output away",
        () => standsStillAt(() => ({ call: "rename", path: output })),
      );
    } finally {
      await database.close();
    }
  },
});

Deno.test({
  name: "a worker on a host that is cut off for longer than its lease neither commits nor renames",
  ignore: ignore || noHosts,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using host = await otherHost(1);
    await using proxy = await tcpProxy(server.port, host.gateway);
    const intake = intakeIn(directory.path, { DATABASE_URL: server.url });
    dropStudy(intake.inbox, "ST-1", 1, 2500);
    const database = await intake.database();
    try {
      const url = server.url.replace(`127.0.0.1:${server.port}`, `${host.gateway}:${proxy.port}`);
      await using late = intake.startUnder(host.words, "queue", one, { DATABASE_URL: url });
      await late.until(({ event }) => event === "batch.progressed");
      await host.pull();
      await takenOver(intake, database, late, host.plug);
      const done = await database.sql`select claim from batch_event where status = 'DONE'`;
      assert.equal(done.length, 1);
      assert.notEqual(done[0]?.["claim"], 1, "not by the one that was cut off");
    } finally {
      await database.close();
    }
  },
});
