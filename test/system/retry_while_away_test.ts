import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { storeScp } from "../support/servers/store_scp.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("storescp");
const env = { SETTLE: "0" };

Deno.test({
  name: "a DONE Batch that is retried while its target is down waits for it, and is DONE again",
  ignore,
  async fn() {
    using directory = tempDir();
    const there = await storeScp(`${directory.path}/scp`);
    const DELIVER_TO = there.url.href;
    const intake = new IntakeUnderTest(directory.path, { ...env, DELIVER_TO });
    await using watch = intake.start("watch");
    dropStudy(intake.inbox, "ST-1", 1);
    await watch.until(({ event }) => event === "batch.finished");

    await there[Symbol.asyncDispose]();
    assert.equal((await intake.run("retry", "--resend", "ST-1")).code, 0);
    const failed = await watch.until(({ event }) => event === "delivery.failed");
    assert.equal(failed.code, "TARGET_DOWN");
    const { batches } = JSON.parse((await intake.run("status", "--json")).stdout);
    assert.deepEqual([batches.ERROR, batches.DELIVERING], [0, 1]);

    const done = watch.log.filter(({ event }) => event === "batch.finished").length;
    await using back = await storeScp(`${directory.path}/back`, ["+xa"], Number(there.url.port));
    await watch.until(() =>
      watch.log.filter(({ event }) => event === "batch.finished").length > done
    );
    assert.equal(back.received().size, 2);
    await watch.stop();
  },
});

Deno.test("a Batch that was never delivered waits when its target stays away, and queue says so", async () => {
  using directory = tempDir();
  const DELIVER_TO = "dimse://X@127.0.0.1:1";
  const intake = new IntakeUnderTest(directory.path, { ...env, DELIVER_TO });
  dropStudy(intake.inbox, "ST-1", 1);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 1);
  assert.match(stderr, /"event":"delivery\.failed".*TARGET_DOWN/);
  assert.match(stderr, /"event":"deliveries\.postponed","waiting":1/);
  const { batches } = JSON.parse((await intake.run("status", "--json")).stdout);
  assert.deepEqual([batches.ERROR, batches.DELIVERING], [0, 1]);
});
