import assert from "node:assert/strict";
import { counted, duration, size, timeIn } from "../../src/web/format.ts";
import { isTimeZone, zoneOf } from "../../src/web/view.ts";

Deno.test("sizes have three digits at most, and never read 1000 of a unit", () => {
  const written = {
    0: "0 B",
    999: "999 B",
    1000: "1.00 kB",
    9_994: "9.99 kB",
    99_960: "100 kB",
    999_499: "999 kB",
    999_500: "1.00 MB",
    526_000_000: "526 MB",
    1.5e12: "1.50 TB",
    2e18: "2000 PB",
  };
  for (const [bytes, text] of Object.entries(written)) assert.equal(size(Number(bytes)), text);
});

Deno.test("times are written in the viewer's zone, lengths in what people say", () => {
  assert.equal(timeIn("UTC", "2026-11-25T23:30:05.9Z"), "2026-11-25 23:30:05");
  assert.equal(timeIn("Asia/Kolkata", "2026-11-25T23:30:05Z"), "2026-11-26 05:00:05");
  assert.equal(timeIn("America/New_York", "2026-03-08T07:00:00Z"), "2026-03-08 03:00:00");
  assert.deepEqual([0.04, 9.94, 42.4, 200, 7500, 360_000].map(duration), [
    "0.0 s",
    "9.9 s",
    "42 s",
    "3 min 20 s",
    "2 h 5 min",
    "4 days",
  ]);
  assert.deepEqual([counted(1, "file"), counted(1204, "file")], ["1 file", "1,204 files"]);
});

Deno.test("a time zone is one that browsers name; anything else is UTC", () => {
  for (const zone of ["UTC", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "Etc/GMT+5"]) {
    assert.equal(isTimeZone(zone), true, zone);
  }
  for (
    const text of ["", "+05:30", "Moon/Base", "UTC'; drop table batch", "../../etc", undefined]
  ) {
    assert.equal(zoneOf(text), "UTC");
  }
});
