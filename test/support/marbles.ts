import assert from "node:assert/strict";
import { TestScheduler } from "rxjs/testing";

/** Runs a test in virtual time, where one column of a marble diagram is a millisecond. */
export function inVirtualTime(
  test: Parameters<InstanceType<typeof TestScheduler>["run"]>[0],
): void {
  new TestScheduler((actual, expected) => assert.deepEqual(actual, expected)).run(test);
}
