import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("with one target down the other receives every Batch, claims pause at MAX_UNDELIVERED and say so, and all arrives without a command when it is back", async () => {
  using directory = tempDir();
  const [up, away] = [`${directory.path}/up`, `${directory.path}/away`];
  Deno.mkdirSync(up);
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    LOG_LEVEL: "debug",
    CONCURRENCY: "1",
    MAX_UNDELIVERED: "10000",
    DELIVER_TO: `file://${up},file://${away}`,
  });
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "watch.started");
  for (const number of [1, 2]) {
    dropStudy(intake.inbox, `ST-${number}`, number, 2); // 4 kB each
    await watch.until(({ event, target }) =>
      event === "delivery.finished" && target === `file://${up}` &&
      watch.log.filter((line) => line.event === "delivery.finished").length === number
    );
  }
  dropStudy(intake.inbox, "ST-3", 3, 4);
  await watch.until(() =>
    watch.log.filter(({ event }) => event === "delivery.finished").length === 3
  );
  const paused = await watch.until(({ event }) => event === "claims.paused");
  assert.equal(paused.code, "MAX_UNDELIVERED");
  dropStudy(intake.inbox, "ST-4", 4, 2);
  await watch.until(() =>
    watch.log.filter(({ event }) => event === "folder.recorded").length === 4
  );
  const lost = watch.log.find(({ event }) => event === "target.lost");
  assert.deepEqual([lost?.target, lost?.code], [`file://${away}`, "TARGET_DOWN"]);
  const failed = watch.log.find(({ event }) => event === "delivery.failed");
  assert.match(
    failed?.reason ?? "",
    /^target file:.*away: attempt 1 failed, .*, next attempt in \d+ s$/,
  );
  const targets = JSON.parse((await intake.run("targets", "--json")).stdout);
  assert.deepEqual(
    targets.map((
      { name, state, waiting }: Record<string, unknown>,
    ) => [name, state === "closed", waiting]),
    [[`file://${away}`, false, 3], [`file://${up}`, true, 0]],
  );
  const tested = await intake.run("targets", "--test", "--json");
  const checks = JSON.parse(tested.stdout);
  assert.deepEqual(
    checks.map(({ target, isReady }: Record<string, unknown>) => [target, isReady]),
    [[`file://${up}`, true], [`file://${away}`, false]],
  );
  assert.equal(tested.code, 1);
  Deno.mkdirSync(away);
  await watch.until(() =>
    watch.log.filter(({ event, status }) => event === "batch.finished" && status === "DONE")
      .length === 4
  );
  assert.deepEqual(await digests(away), await digests(`${directory.path}/output`));
  assert.deepEqual(await digests(up), await digests(away));
  await watch.stop();
});

Deno.test("queue ends with exit code 1 while a target is down; with --strict it waits for the target", async () => {
  using directory = tempDir();
  const away = `${directory.path}/away`;
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    DELIVER_TO: `file://${away}`,
  });
  dropStudy(intake.inbox, "ST-1", 1, 2);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 1, stderr);
  assert.match(stderr, /deliveries\.postponed.*"waiting":1/);
  await using strict = intake.start("queue", ["--strict"]);
  await strict.until(({ event }) => event === "delivery.failed");
  Deno.mkdirSync(away);
  assert.equal((await strict.status()).code, 0);
  assert.ok(strict.log.every(({ event }) => event !== "deliveries.postponed"));
  assert.deepEqual(await digests(away), await digests(`${directory.path}/output`));
});
