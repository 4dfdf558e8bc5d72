import assert from "node:assert/strict";
import { fileTimeMs } from "../../src/folder/last_modified.ts";

Deno.test("times outside of the years 1970 to 9999 become the nearest supported time", () => {
  assert.equal(fileTimeMs(new Date(1_600_000_000_000)), 1_600_000_000_000);
  for (const time of [new Date(NaN), new Date(8.64e15), new Date(-8.64e15), null]) {
    assert.match(new Date(fileTimeMs(time)).toISOString(), /^(1970|9999)-/);
  }
});
