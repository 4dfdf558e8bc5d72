import assert from "node:assert/strict";
import { dropFolder, syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { mayMount, smallDisk } from "../support/host/small_disk.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const ignore = !await mayMount();

Deno.test({
  name: "the folder that does not fit on a small disk waits, smaller ones pass it, and it is " +
    "done when there is room",
  ignore,
  async fn() {
    using directory = tempDir();
    await using disk = await smallDisk(`${directory.path}/disk`, 24);
    const intake = new IntakeUnderTest(directory.path, {
      OUTPUT_BASE: `${directory.path}/disk/out`,
    });
    await disk.leave(6_000_000);
    dropFolder(intake.inbox, "ST-large", syntheticStudy({ number: 1, images: 16, size: 512 }));
    await using watch = intake.start("watch");
    const waiting = await watch.until(({ event, code }) =>
      event === "batch.postponed" && code === "NO_ROOM"
    );
    assert.equal(waiting.code, "NO_ROOM");
    for (const number of [2, 3, 4]) {
      dropFolder(intake.inbox, `ST-${number}`, syntheticStudy({ number, images: 2, size: 256 }));
    }
    await watch.untilEnded(3);
    const passed = watch.log.filter(({ status }) => status === "DONE").map(({ batch }) => batch);
    assert.ok(!passed.includes(waiting.batch), "the large one still waits");
    disk.empty();
    const done = await watch.until(({ batch, status }) =>
      batch === waiting.batch && status === "DONE"
    );
    assert.equal(done.status, "DONE");
    assert.equal(watch.log.filter(({ status }) => status === "ERROR").length, 0);
    await watch.stop();
  },
});

Deno.test({
  name: "queue goes on scanning while a folder waits for room, and sets aside what can never fit",
  ignore,
  async fn() {
    using directory = tempDir();
    await using disk = await smallDisk(`${directory.path}/disk`, 24);
    const OUTPUT_BASE = `${directory.path}/disk/out`;
    const intake = new IntakeUnderTest(directory.path, { OUTPUT_BASE, SCAN_EVERY: "0.2s" });
    await disk.leave(6_000_000);
    dropFolder(intake.inbox, "ST-large", syntheticStudy({ number: 1, images: 16, size: 512 }));
    await using queue = intake.start("queue");
    const waiting = await queue.until(({ event, code }) =>
      event === "batch.postponed" && code === "NO_ROOM"
    );
    const hole = makeStudy(intake.inbox, "ST-hole.tmp", 2);
    Deno.truncateSync(`${hole}/IMG0001.dcm`, 2 ** 40);
    Deno.renameSync(hole, `${intake.inbox}/ST-hole`);
    dropFolder(intake.inbox, "ST-3", syntheticStudy({ number: 3, images: 2, size: 256 }));
    const aside = await queue.until(({ event }) => event === "batch.failed");
    assert.equal(aside.code, "TOO_LARGE");
    await queue.untilEnded(2);
    assert.ok(!queue.log.some(({ batch, status }) => batch === waiting.batch && status));
    disk.empty();
    await queue.until(({ batch, status }) => batch === waiting.batch && status === "DONE");
    assert.equal((await queue.status()).code, 1, "one ended in ERROR");
  },
});
