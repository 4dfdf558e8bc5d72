import assert from "node:assert/strict";
import { TestScheduler } from "rxjs/testing";

/** The end of virtual time: a timer that no longer ends fails a test instead of blocking it. */
const maxFrames = 20_000;

/**
 * Runs a test in virtual time (up to `frames`), where one column of a marble diagram is a
 * millisecond.
 */
export function inVirtualTime(
  test: Parameters<InstanceType<typeof TestScheduler>["run"]>[0],
  frames = maxFrames,
): void {
  const scheduler = new TestScheduler((actual, expected) => assert.deepEqual(actual, expected));
  scheduler.run((helpers) => {
    scheduler.maxFrames = frames;
    test(helpers);
  });
}
