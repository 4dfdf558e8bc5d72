import assert from "node:assert/strict";
import type { IntakeEvent } from "../../../src/model/event.ts";
import { ProgressBoard } from "../../../src/web/live/progress_board.ts";
import { batchFinished, batchProgressed } from "../../support/streams/events.ts";

const batch = "B-1";
const key = { keyFingerprint: "0123" };
const started: IntakeEvent = { name: "batch.started", level: "debug", batch, files: 3, ...key };
const fault = { stage: "import", code: "STOPPED", reason: "stopped", hint: "none" } as const;

Deno.test("a Batch is on the board from its start to its end, while it is delivered, too", () => {
  const board = new ProgressBoard();
  board.add(batchProgressed(batch, { images: 1 }));
  assert.deepEqual(board.shown(), [], "its start was not reported");
  board.add(started);
  board.add(batchProgressed(batch, { images: 2, skipped: 1, bytes: 300 }));
  const delivery = { batch, target: "s3://bucket" };
  board.add({ name: "delivery.progressed", level: "debug", ...delivery, images: 1 });
  board.add({ name: "delivery.finished", level: "info", ...delivery, images: 2 });
  assert.deepEqual(board.shown(), [{ batch, files: 3, done: 3, bytes: 300 }]);
  const ends: readonly IntakeEvent[] = [
    batchFinished(batch),
    { name: "batch.failed", level: "error", batch, status: "ERROR", code: "POISON" },
    { name: "batch.released", level: "info", batch, ...fault },
    { name: "lease.lost", level: "warn", batch, ...fault },
  ];
  for (const end of ends) {
    board.add(started);
    board.add(end);
    assert.deepEqual(board.shown(), [], end.name);
  }
});
