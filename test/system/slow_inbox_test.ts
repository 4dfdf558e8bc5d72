import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { slowedDownAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");
const images = 300;
const slowMs = 40; // with all that strace and other tests take, it is more

Deno.test({
  name:
    "a healthy folder on a file system of 20 ms and more a look is delivered, and keeps its lease",
  ignore,
  async fn() {
    using directory = tempDir();
    // a survey takes twice as long as a lease
    const env = { SETTLE: "0", LEASE: "5", MAX_ATTEMPTS: "1", LOG_LEVEL: "debug" };
    const intake = new IntakeUnderTest(directory.path, env);
    const folder = dropStudy(intake.inbox, "ST-1", 1, images);
    const paths = filesBelow(folder).map((name) => `${folder}/${name}`);
    await using queue = intake.startUnder(slowedDownAt("statx", paths, slowMs), "queue");
    const { code } = await queue.status();
    assert.equal(
      code,
      0,
      JSON.stringify(queue.log.filter(({ event }) => event !== "batch.progressed")),
    );
    const ends = queue.log.filter(({ status }) => status !== undefined);
    assert.deepEqual(ends.map(({ status, images }) => ({ status, images })), [
      { status: "DONE", images },
    ]);
    assert.ok(!queue.log.some(({ code }) => code === "LEASE_LOST" || code === "POISON"));
    figure("folders on a slow file system", 1);
  },
});
