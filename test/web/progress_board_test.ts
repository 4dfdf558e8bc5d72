import assert from "node:assert/strict";
import { ProgressBoard } from "../../src/web/live/progress_board.ts";

Deno.test("a Batch is on the board from its start to its end, while it is delivered, too", () => {
  const board = new ProgressBoard();
  const hear = (event: string, counts = {}) =>
    board.add({ event, level: "debug", batch: "B-1", ...counts });
  hear("batch.progress", { images: 1 });
  assert.deepEqual(board.shown(), [], "its start was not heard");
  hear("batch.started", { files: 3 });
  hear("batch.progress", { images: 2, skipped: 1, bytes: 300 });
  hear("batch.sending", { images: 1 });
  hear("batch.sent", { images: 2 });
  assert.deepEqual(board.shown(), [{ batch: "B-1", files: 3, done: 3, bytes: 300 }]);
  for (const end of ["batch.done", "batch.error", "batch.released", "batch.lost"]) {
    hear("batch.started");
    hear(end);
    assert.deepEqual(board.shown(), [], end);
  }
});
