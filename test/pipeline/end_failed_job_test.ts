import assert from "node:assert/strict";
import type { Job } from "../../src/model/batch.ts";
import { ProcessingNotes } from "../../src/output/processing_notes.ts";
import { endFailedJob } from "../../src/pipeline/end_failed_job.ts";
import { threadBusy, threadStalled } from "../../src/system/stall_watch.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What ending a job records whose thread was processing file 2 of a Batch of this age. */
async function ended(fault: Error, ageSeconds: number): Promise<unknown[]> {
  using directory = tempDir();
  const staged = `${directory.path}/B-1.tmp1`;
  {
    using notes = new ProcessingNotes();
    notes.begin(staged, 2);
  }
  const job: Job = {
    id: 1,
    uid: "a",
    code: "B-1",
    base: directory.path,
    origin: "NEW",
    claim: 1,
    settled: true,
    stage: "import",
    survey: null,
    lookAgain: false,
    keyFingerprint: null,
    sourceGone: false,
    ageSeconds,
    signal: new AbortController().signal,
    confirmLease: () => Promise.resolve(),
  };
  const recorded: unknown[] = [];
  const row = {
    fail: () => Promise.resolve(recorded.push("fail") > 0),
    release: (_: unknown, wait: number) => Promise.resolve(recorded.push(wait) > 0),
    suspect: (_: unknown, files: readonly number[]) => Promise.resolve(void recorded.push(files)),
    uncountClaim: () => Promise.resolve(),
  };
  await endFailedJob(fault, job, { row, output: { base: directory.path } }, staged, "import");
  return recorded;
}

Deno.test("a file is suspect if its thread computed without end, not if its file system stalled", async () => {
  assert.deepEqual(await ended(threadBusy(1000), 0), [[2], 0]);
  assert.deepEqual(await ended(threadStalled(1000), 0), [60]);
});

Deno.test("the longer a file system does not respond, the less often a Batch is tried", async () => {
  assert.deepEqual(await ended(threadStalled(1000), 1200), [300]);
  assert.deepEqual(await ended(threadStalled(1000), 1_000_000), [3600]);
});
