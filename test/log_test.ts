import assert from "node:assert/strict";
import type { IntakeEvent } from "../src/model/event.ts";
import { isLogged, jsonLine, textLine } from "../src/system/log.ts";

const at = new Date("2026-01-02T03:04:05Z");
const sent: IntakeEvent = {
  name: "delivery.finished",
  level: "info",
  batch: "B-1",
  target: "s3://bucket",
  images: 3,
};

Deno.test("a line contains the event and the fields of its definition", () => {
  assert.equal(
    jsonLine(sent, at),
    '{"time":"2026-01-02T03:04:05.000Z","level":"info","event":"delivery.finished",' +
      '"batch":"B-1","target":"s3://bucket","images":3}',
  );
  assert.equal(
    textLine(sent, at),
    '03:04:05 INFO  delivery.finished batch="B-1" target="s3://bucket" images=3',
  );
});

Deno.test("a field that the definition of the event does not list never reaches the log", () => {
  for (const extra of [{ patientName: "DOE^JANE" }, { directory: "DOE" }]) {
    const event = { ...sent, ...extra } as IntakeEvent;
    assert.doesNotMatch(jsonLine(event, at), /DOE/);
    assert.doesNotMatch(textLine(event, at), /DOE/);
  }
});

Deno.test("an event below LOG_LEVEL is not logged", () => {
  assert.equal(isLogged("debug", "info"), false);
  assert.equal(isLogged("info", "info"), true);
  assert.equal(isLogged("error", "warn"), true);
});
