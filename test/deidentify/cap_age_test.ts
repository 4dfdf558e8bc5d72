import assert from "node:assert/strict";
import { capAge } from "../../src/deidentify/cap_age.ts";

Deno.test("capAge() makes 090Y of ages over 89, and leaves others", () => {
  for (const age of ["089Y", "045Y", "011M", "003W", "099D", "900D"]) {
    assert.equal(capAge(age), age);
  }
  for (const age of ["090Y", "091Y", "104Y", " 104Y"]) assert.equal(capAge(age), "090Y");
  assert.equal(capAge("045Y\\095Y"), "045Y\\090Y");
  for (const age of ["95", "95Y", "JANE"]) assert.equal(capAge(age), "", "no age string");
});
