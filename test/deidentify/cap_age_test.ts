import assert from "node:assert/strict";
import { capAge } from "../../src/deidentify/value_editor.ts";

Deno.test("capAge() makes 090Y of ages over 89, and leaves others", () => {
  for (const age of ["089Y", "045Y", "011M", "003W", "099D", "900D"]) {
    assert.equal(capAge(age), age);
  }
  for (const age of ["090Y", "091Y", "104Y", " 104Y"]) assert.equal(capAge(age), "090Y");
  assert.equal(capAge("045Y\\095Y"), "045Y\\090Y");
  for (const age of ["JANE", "95 JANE", "Y", "1Y2M", "19610417", "1000Y", "4.5Y", "-3Y", "22X"]) {
    assert.equal(capAge(age), "", `${age} is no age`);
  }
});

Deno.test("capAge() writes ages that people typed as the standard wants them", () => {
  const typed: Readonly<Record<string, string>> = {
    "72": "072Y",
    "22Y": "022Y",
    "22": "022Y",
    "6M": "006M",
    "22 Y": "022Y",
    "022y": "022Y",
    " 7w ": "007W",
    "0022Y": "022Y",
    "3d\0": "003D",
    "0": "000Y",
    "000D": "000D",
    "95": "090Y",
    "95Y": "090Y",
    "104": "090Y",
    "104y": "090Y",
    "89": "089Y",
    "": "",
    "22Y\\95": "022Y\\090Y",
    "22Y\\x": "022Y\\",
  };
  for (const [age, expected] of Object.entries(typed)) assert.equal(capAge(age), expected, age);
});
