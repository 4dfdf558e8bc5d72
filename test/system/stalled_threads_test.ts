import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/inbox.ts";
import { IntakeUnderTest } from "../support/intake.ts";
import { hangAt } from "../support/strace.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");

for (const call of ["openat", "lstat"] as const) {
  Deno.test({
    name:
      `a system call that hangs (${call}) costs a thread, and no Batch: neither its own nor another`,
    ignore,
    async fn() {
      using directory = tempDir();
      const env = { SETTLE: "0", THREAD_TIMEOUT: "3", MAX_ATTEMPTS: "1", LOG_LEVEL: "debug" };
      const intake = new IntakeUnderTest(directory.path, env);
      const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
      dropStudy(intake.inbox, "ST-2", 2, 3);
      const moment = { call: call === "lstat" ? "statx" : call, path: `${folder}/IMG0002.dcm` };
      await using watch = intake.startUnder(hangAt(moment, 100), "watch");
      const released = await watch.until(({ event }) => event === "batch.released");
      assert.equal(released.code, "THREAD_STALLED");
      const database = await intake.database();
      const [batch] = await database.sql`select status, attempts from batch where uid = 'ST-1'`;
      assert.deepEqual({ ...batch }, { status: "NEW", attempts: 0 });
      await watch.until(({ status }) => status === "DONE"); // of the other Batch
      await watch.stop();
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
    await using watch = intake.startUnder(hangAt(moment, 300), "watch");
    const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
    await watch.until(({ event }) => event === "batch.started");
    const startedAt = performance.now();
    Deno.kill(pid, "SIGTERM");
    await watch.status();
    // GRACE and five seconds, and as much again for a busy machine
    assert.ok(performance.now() - startedAt < 12_000, `${performance.now() - startedAt} ms`);
  },
});
