import assert from "node:assert/strict";
import { ProgressTotals } from "../../src/cli/progress_totals.ts";
import { batchFinished, batchProgressed } from "../support/streams/events.ts";

Deno.test("the rate is that of the last minute and not an average since the start", () => {
  let seconds = 0;
  const totals = new ProgressTotals(() => seconds);
  for (; seconds < 100; seconds++) {
    totals.add(batchProgressed("B-1", { images: seconds * 10, bytes: seconds * 1e6 }));
    totals.shown();
  }
  assert.deepEqual([totals.shown()["rate"], totals.shown()["speed"]], ["10", "1.0"]);
  for (; seconds < 200; seconds++) totals.shown();
  assert.equal(totals.shown()["rate"], "0", "nothing was done for 100 seconds");
  totals.add(batchFinished("B-1", { images: 990, bytes: 99e6 }));
  assert.equal(totals.shown()["rate"], "0", "finished images are not counted twice");
  assert.equal(totals.shown()["done"], 1);
});

Deno.test("a Batch that waits for its targets keeps its images in the rate, and counts once", () => {
  let seconds = 0;
  const totals = new ProgressTotals(() => seconds);
  seconds = 10;
  totals.add(batchProgressed("B-1", { images: 100, bytes: 1e6 }));
  totals.add({ name: "batch.placed", level: "info", batch: "B-1", targets: 1 });
  assert.deepEqual([totals.shown()["rate"], totals.shown()["done"]], ["10", 0]);
  totals.add(batchFinished("B-1", { images: 100, bytes: 1e6 }));
  assert.deepEqual([totals.shown()["rate"], totals.shown()["done"]], ["10", 1]);
});

Deno.test("the time left follows the recent rate: after a slow start it is not that of the start", () => {
  let seconds = 0;
  const totals = new ProgressTotals(() => seconds);
  totals.add({ name: "queue.counted", level: "debug", waiting: 60 });
  seconds = 3600; // one Batch took an hour
  totals.add(batchFinished("B-0", { images: 1, bytes: 1 }));
  assert.equal(totals.shown()["left"], "60 h");
  for (let batch = 1; batch <= 120; batch++) {
    seconds++;
    totals.add(batchFinished(`B-${batch}`, { images: 1, bytes: 1 }));
    totals.shown();
  }
  assert.equal(totals.shown()["left"], "60 s");
});
