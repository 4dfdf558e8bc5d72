import assert from "node:assert/strict";
import { dropFolder, syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { mayMount, smallDisk } from "../support/host/small_disk.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const ignore = !await mayMount();
const MB = 1_000_000;

Deno.test({
  name:
    "an output that fills up gives its Batch back whole, pauses claims, and work goes on with room",
  ignore,
  async fn() {
    using directory = tempDir();
    await using disk = await smallDisk(`${directory.path}/output`, 32);
    const env = { SETTLE: "0", LOG_LEVEL: "debug", MIN_FREE: "4MB", CONCURRENCY: "1" };
    const intake = new IntakeUnderTest(directory.path, env);
    await using watch = intake.start("watch");
    await watch.until(({ event }) => event === "inbox.found");
    const study = syntheticStudy({ number: 1, images: 12, size: 1024 });
    dropFolder(intake.inbox, "ST-1", study); // 25 MB: it is admitted, then others write there, too
    await watch.until(({ event }) => event === "batch.started");
    Deno.kill(watch.pid, "SIGSTOP");
    await disk.leave(MB / 4);
    Deno.kill(watch.pid, "SIGCONT");
    const released = await watch.until(({ event }) => event === "batch.released");
    assert.equal(released.code, "OUTPUT_UNWRITABLE");
    assert.deepEqual(filesBelow(`${directory.path}/output`), [".ballast"], "nothing half-written");
    disk.empty();
    await disk.leave(3 * MB);
    const paused = await watch.until(({ event }) => event === "claims.paused");
    assert.equal(paused.code, "MIN_FREE");
    disk.empty();
    await watch.until(({ event }) => event === "claims.resumed");
    await watch.untilEnded(1);
    assert.equal((await watch.stop()).code, 0);
    assert.equal(filesBelow(`${directory.path}/output`).length, 12 + 1);
    figure("full disks survived", 1);
  },
});

Deno.test({
  name:
    "a state directory that fills up under the private server loses no Batch and ends no process",
  ignore,
  async fn() {
    using directory = tempDir();
    await using disk = await smallDisk(`${directory.path}/state`, 400);
    const env = { SETTLE: "0", LOG_LEVEL: "debug", SCAN_EVERY: "0.5s", LEASE: "5" };
    const intake = new IntakeUnderTest(directory.path, env);
    await using watch = intake.start("watch");
    await watch.until(({ event }) => event === "inbox.found");
    dropStudy(intake.inbox, "ST-1", 1);
    const first = await watch.until(({ event }) => event === "batch.started");
    await watch.untilEnded(1);
    // admitted, then others write there: more rows than the log of changes has room for
    dropStudy(intake.inbox, "ST-2", 2, 3000);
    await watch.until(({ event, batch }) => event === "batch.started" && batch !== first.batch);
    Deno.kill(watch.pid, "SIGSTOP");
    await disk.leave(0);
    for (let number = 3; number <= 4; number++) {
      dropStudy(intake.inbox, `ST-${number}`, number, 300);
    }
    Deno.kill(watch.pid, "SIGCONT");
    const failed = await watch.until(({ event }) =>
      /(claims|record)\.failed|released|abandoned/.test(event)
    );
    assert.match(String(failed.code), /DATABASE_UNREACHABLE|OUTPUT_UNWRITABLE/);
    disk.empty();
    await watch.untilEnded(4);
    assert.equal((await watch.stop()).code, 0);
    const { stdout } = await intake.run("status", "--json");
    const { batches, images } = JSON.parse(stdout);
    assert.deepEqual([batches.DONE, batches.ERROR, images], [4, 0, 2 + 3000 + 2 * 300]);
    figure("full disks survived", 1);
  },
});

Deno.test({
  name: "a target that fills up keeps no half-copied Batch, so that one that fits can come",
  ignore,
  async fn() {
    using directory = tempDir();
    await using disk = await smallDisk(`${directory.path}/target`, 12);
    const intake = new IntakeUnderTest(directory.path, {
      SETTLE: "0",
      LOG_LEVEL: "debug",
      DELIVER_TO: `file://${directory.path}/target`,
    });
    for (const number of [1, 2]) { // 8.4 MB each
      const study = syntheticStudy({ number, images: 4, size: 1024 });
      dropFolder(intake.inbox, `ST-${number}`, study);
    }
    await disk.leave(6 * MB);
    assert.equal((await intake.run("queue")).code, 1);
    assert.deepEqual(filesBelow(`${directory.path}/target`), [".ballast"]);
    disk.empty();
    // both continue by themselves; there is space for one
    assert.equal((await intake.run("queue")).code, 1);
    assert.equal(filesBelow(`${directory.path}/target`).length, 4 + 1);
  },
});
