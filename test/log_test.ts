import assert from "node:assert/strict";
import { isLoud, jsonLine, type News, textLine } from "../src/log.ts";

const at = new Date("2026-01-02T03:04:05Z");

Deno.test("a line carries the event and the fields on the list", () => {
  const news: News = { event: "batch.done", level: "info", batch: "B-1", images: 3 };
  assert.equal(
    jsonLine(news, at),
    '{"time":"2026-01-02T03:04:05.000Z","level":"info","event":"batch.done","batch":"B-1","images":3}',
  );
  assert.equal(textLine(news, at), '03:04:05 INFO  batch.done batch="B-1" images=3');
});

Deno.test("a field that is not on the list never reaches the log", () => {
  const news = { event: "batch.done", level: "info", patientName: "DOE^JANE" } as const;
  assert.doesNotMatch(jsonLine(news, at), /DOE/);
  assert.doesNotMatch(textLine(news, at), /DOE/);
});

Deno.test("a line below the least level is not loud", () => {
  assert.equal(isLoud("debug", "info"), false);
  assert.equal(isLoud("info", "info"), true);
  assert.equal(isLoud("error", "warn"), true);
});
