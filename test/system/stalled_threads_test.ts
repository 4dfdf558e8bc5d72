import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { hangAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");
const hangSeconds = 300;

/** Waits until a process has ended; strace keeps the thread that hangs, so it stays as a zombie. */
async function untilEnded(pid: number): Promise<void> {
  for (;;) {
    const ps = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", `${pid}`] }).output();
    const state = new TextDecoder().decode(ps.stdout).trim();
    if (state === "" || state.startsWith("Z")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

for (const call of ["openat", "statx"]) {
  Deno.test({
    name: `a system call that hangs (${call}) costs a thread, and no Batch`,
    ignore,
    async fn() {
      using directory = tempDir();
      const env = { SETTLE: "0", THREAD_TIMEOUT: "5", MAX_ATTEMPTS: "1", LOG_LEVEL: "debug" };
      const intake = new IntakeUnderTest(directory.path, env);
      const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
      dropStudy(intake.inbox, "ST-2", 2, 3);
      const database = await intake.database();
      {
        const moment = { call, path: `${folder}/IMG0002.dcm` };
        await using watch = intake.startUnder(hangAt(moment, hangSeconds), "watch");
        const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
        const { code } = await watch.until(({ event }) => event === "batch.released");
        assert.equal(code, "THREAD_STALLED");
        await watch.until(({ status }) => status === "DONE"); // the other Batch
        const [batch] = await database.sql`select status, attempts from batch where uid = 'ST-1'`;
        assert.deepEqual({ ...batch }, { status: "NEW", attempts: 0 });
        Deno.kill(pid, "SIGKILL"); // it would outlive strace
      }
      await database.sql`update batch set not_before = now()`;
      await using calm = intake.start("watch");
      await calm.until(({ status }) => status === "DONE");
      await database.close();
      assert.equal((await calm.stop()).code, 0);
      figure("system calls that hung", 1);
    },
  });
}

Deno.test({
  name: "a stopped process ends in time though a thread hangs",
  ignore,
  async fn() {
    using directory = tempDir();
    const env = { SETTLE: "0", GRACE: "1", LOG_LEVEL: "debug" };
    const intake = new IntakeUnderTest(directory.path, env);
    const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
    const moment = { call: "openat", path: `${folder}/IMG0002.dcm` };
    await using watch = intake.startUnder(hangAt(moment, hangSeconds), "watch");
    const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
    await watch.until(({ event }) => event === "batch.started");
    const startedAt = performance.now();
    Deno.kill(pid, "SIGTERM");
    await untilEnded(pid);
    // GRACE and five seconds, and as much again for a busy machine
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs < 12_000, `${tookMs} ms`);
  },
});
