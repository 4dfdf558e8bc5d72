import assert from "node:assert/strict";
import { computing, fileCall, showFileCalls } from "../src/system/file_call.ts";
import { ProgressCount, StallWatch } from "../src/system/stall_watch.ts";

Deno.test("a thread that is stalled in a call of a file system waits, and one between calls computes", () => {
  const count = new ProgressCount();
  const { fault } = new StallWatch(count, 1000);
  assert.equal(fault.code, "THREAD_STALLED"); // it waits until its output is durable
  const watch = new StallWatch(new ProgressCount(count.memory), 1000);
  showFileCalls(count);
  computing(() => {
    assert.equal(watch.fault.code, "THREAD_BUSY");
    fileCall(() => {
      fileCall(() => {});
      assert.equal(watch.fault.code, "THREAD_STALLED");
    });
    assert.throws(() => fileCall(() => assert.fail()));
    assert.equal(watch.fault.code, "THREAD_BUSY");
  });
  assert.equal(watch.fault.code, "THREAD_STALLED");
});
