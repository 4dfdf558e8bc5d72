import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { hangAt } from "../support/host/strace.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

/** One more than a file may crash a thread; longer than any THREAD_TIMEOUT of this test. */
const [outages, hangSeconds] = [3, 300];

Deno.test({
  name: "a file that its server could not deliver three times has not crashed: it is delivered",
  ignore: missingTools("strace"),
  async fn() {
    using directory = tempDir();
    const env = { SETTLE: "0", THREAD_TIMEOUT: "5", LOG_LEVEL: "debug" };
    const intake = new IntakeUnderTest(directory.path, env);
    const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
    const { sql, close } = await intake.database();
    const moment = { call: "openat", path: `${folder}/IMG0002.dcm` };
    for (let outage = 0; outage < outages; outage++) {
      await using watch = intake.startUnder(hangAt(moment, hangSeconds), "watch");
      const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
      const { code } = await watch.until(({ event }) => event === "batch.released");
      assert.equal(code, "THREAD_STALLED");
      Deno.kill(pid, "SIGKILL"); // it would outlive strace
      await sql`update batch set not_before = now()`;
    }
    await using calm = intake.start("watch");
    const { images } = await calm.until(({ status }) => status === "DONE");
    assert.equal(images, 3);
    await calm.stop();
    await close();
  },
});
