import assert from "node:assert/strict";
import type { BatchEvent } from "../../src/database/views/find_batch.ts";
import type { BatchDelivery } from "../../src/database/views/list_deliveries.ts";
import { stagesOf, timelineOf } from "../../src/web/batch_timeline.ts";

const start = Date.parse("2026-11-29T10:00:00Z");

function event(second: number, status: string, changes: Partial<BatchEvent> = {}): BatchEvent {
  const at = new Date(start + second * 1000).toISOString();
  const none = { claim: 1, worker: null, code: null, note: null };
  return { at, status, stage: "claimed", ...none, ...changes };
}

const delivery: BatchDelivery = {
  target: "file:///a",
  state: "confirmed",
  attempts: 2,
  confirmed: 5,
  images: 5,
  queuedAt: new Date(start + 12_000).toISOString(),
  endedAt: new Date(start + 20_000).toISOString(),
  errorCode: null,
  errorReason: null,
};

function briefly(events: readonly BatchEvent[], deliveries: readonly BatchDelivery[]): string[] {
  return timelineOf(events, deliveries).map(({ what, name, from, until, outcome }) => {
    const second = (time: number | undefined): string =>
      time === undefined ? "…" : String((time - start) / 1000);
    return `${second(from)}-${second(until)} ${what} ${name} ${outcome}`.replaceAll("  ", " ");
  });
}

Deno.test("the timeline of a Batch has its waits, each attempt with its end, and each target", () => {
  const events = [
    event(0, "NEW", { stage: "waiting", claim: 0 }),
    event(2, "PROCESSING", { worker: "one:1" }),
    event(5, "ERROR", { code: "FOLDER_UNREADABLE" }),
    event(6, "NEW", { claim: 1 }),
    event(6, "NEW", { code: "retry", worker: "alice" }),
    event(9, "PROCESSING", { claim: 2, worker: "two:2" }),
    event(12, "DELIVERING", { claim: 2 }),
    event(20, "PROCESSING", { claim: 3, worker: "two:2" }),
    event(21, "DONE", { claim: 3, stage: "finished" }),
  ];
  assert.deepEqual(briefly(events, [delivery]), [
    "0-2 waiting ",
    "2-5 attempt 1 ERROR",
    "6-9 waiting ",
    "9-12 attempt 2 DELIVERING",
    "12-20 delivering ",
    "12-20 target file:///a confirmed after 2 attempts",
    "20-21 attempt 3 DONE",
  ]);
  const [, failed] = timelineOf(events, []);
  assert.deepEqual([failed?.code, failed?.worker], ["FOLDER_UNREADABLE", "one:1"]);
});

Deno.test("what a Batch does now has no end, and a Batch without events has no timeline", () => {
  const waiting = { ...delivery, state: "waiting" as const, endedAt: null, attempts: 1 };
  assert.deepEqual(briefly([event(0, "PROCESSING", { stage: "import" })], [waiting]), [
    "0-… attempt 1 import",
    "12-… target file:///a waiting after 1 attempt",
  ]);
  assert.deepEqual(timelineOf([], []), []);
});

Deno.test("the stages of an attempt follow each other in the order of a job", () => {
  assert.deepEqual(stagesOf({ finish: 0.5, place: 1, look: 0.25, deliver: 0.0001, import: 4 }), [
    { stage: "look", start: 0, seconds: 0.25 },
    { stage: "import", start: 0.25, seconds: 4 },
    { stage: "place", start: 4.25, seconds: 1 },
    { stage: "finish", start: 5.25, seconds: 0.5 },
  ]);
});
