import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { hangAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

Deno.test({
  name: "a worker that waits for a file system longer than its leases last has not crashed",
  ignore: missingTools("strace"),
  async fn() {
    using directory = tempDir();
    const env = { SETTLE: "0", LEASE: "3", MAX_ATTEMPTS: "1", LOG_LEVEL: "debug" };
    const intake = new IntakeUnderTest(directory.path, env);
    const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
    const { sql, close } = await intake.database();
    const moment = { call: "openat", path: `${folder}/IMG0002.dcm` };
    await using watch = intake.startUnder(hangAt(moment, 20), "watch");
    const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
    const { images } = await watch.until(({ status }) => status === "DONE" || status === "ERROR");
    assert.equal(images, 3);
    Deno.kill(pid, "SIGKILL"); // it would outlive strace
    const [batch] = await sql`
      select status, claim, (select count(*)::int from suspect_file) as suspects from batch`;
    await close();
    assert.deepEqual({ ...batch }, { status: "DONE", claim: 1, suspects: 0 });
  },
});
