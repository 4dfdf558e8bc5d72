import assert from "node:assert/strict";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import type { LogLine, RunningIntake } from "../support/program/running_intake.ts";
import { storeScp } from "../support/servers/store_scp.ts";
import { tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("storescp");
/** How long the target is down; `test:chaos` says 180. */
const outageMs = amount("OUTAGE_SECONDS", 6) * 1000;
const batchesPerRun = 8;
const images = 3;

function delivered(log: readonly LogLine[], target: string): LogLine[] {
  return log.filter((line) => line.event === "delivery.finished" && line.target === target);
}

/** The times from the placing of an output to its delivery, in milliseconds. */
function waits(log: readonly LogLine[], target: string): number[] {
  return delivered(log, target).flatMap(({ batch, time }) => {
    const placed = log.findLast((line) => line.event === "batch.placed" && line.batch === batch);
    return placed ? [Date.parse(time ?? "") - Date.parse(placed.time ?? "")] : [];
  });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

/** Drops folders one by one; each must reach the targets that are up before the next comes. */
async function feed(
  intake: IntakeUnderTest,
  watch: RunningIntake,
  first: number,
  up: readonly string[],
): Promise<void> {
  for (let number = first; number < first + batchesPerRun; number++) {
    const before = up.map((target) => delivered(watch.log, target).length);
    dropStudy(intake.inbox, `ST-${number}`, number, images);
    await watch.until(() =>
      up.every((target, at) => delivered(watch.log, target).length > (before[at] ?? 0))
    );
  }
}

Deno.test({
  name: "one of three targets is down while the program is killed again and again: the others " +
    "receive every Batch at once, and it receives all when it is back, without a command",
  ignore,
  async fn() {
    using directory = tempDir();
    const up = ["one", "two"].map((name) => `${directory.path}/${name}`);
    for (const path of up) Deno.mkdirSync(path);
    const upTargets = up.map((path) => `file://${path}`);
    await using node = await storeScp(`${directory.path}/scp`);
    await using proxy = await tcpProxy(Number(node.url.port));
    const away = `dimse://STORESCP@127.0.0.1:${proxy.port}`;
    const intake = new IntakeUnderTest(directory.path, {
      SETTLE: "0",
      LEASE: "5",
      CONCURRENCY: "1",
      MAX_ATTEMPTS: "999",
      DELIVER_TO: [...upTargets, away].join(),
    });
    proxy.accepts = false;
    const end = performance.now() + outageMs;
    const times: number[] = [];
    let batches = 0;
    let runs = 0;
    for (; runs < 2 || performance.now() < end; runs++) {
      await using watch = intake.start("watch");
      await watch.until(({ event }) => event === "watch.started");
      await feed(intake, watch, batches + 1, upTargets);
      batches += batchesPerRun;
      for (const target of upTargets) times.push(...waits(watch.log, target));
      await watch.stop("SIGKILL").catch(() => watch.status());
    }
    assert.equal(node.received().size, 0, "the target was down");
    assert.ok(median(times) < 2000, `delivered ${median(times)} ms after the output was placed`);
    proxy.accepts = true;
    await using watch = intake.start("watch");
    await watch.until(() =>
      watch.log.filter(({ event }) => event === "batch.finished").length === batches
    );
    const { batches: counts } = JSON.parse((await intake.run("status", "--json")).stdout);
    assert.deepEqual([counts.DONE, counts.DELIVERING, counts.ERROR], [batches, 0, 0]);
    await watch.stop();
    const output = await digests(`${directory.path}/output`);
    for (const path of up) assert.deepEqual(await digests(path), output);
    assert.equal(node.received().size, batches * images);
    assert.equal(filesBelow(`${directory.path}/scp`).length, batches * images, "each image once");
    figure("Batches that reached a target after its outage", batches);
    figure("kills while a target was down", runs);
  },
});
