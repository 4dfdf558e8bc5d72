import assert from "node:assert/strict";
import { dottedNumbers } from "../../../src/gate/checks/check_references.ts";
import { randomNumbers } from "../../support/random_numbers.ts";

function plainly(text: string): [string, number][] {
  return [...text.matchAll(/\d+(?:\.\d+){2,}/g)].map(({ 0: uid, index }) => [uid, index]);
}

Deno.test("dottedNumbers() finds what the pattern of a UID finds", () => {
  for (const text of ["", "1.2.3", "1.2", ".1.2.3.", "1..2.3.4..5.6.7", "x1.2.3y4.5.6", "1.2.3."]) {
    assert.deepEqual([...dottedNumbers(text)], plainly(text), text);
  }
  const random = randomNumbers(17);
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: 20 }, () => "12...x"[random(6)]).join("");
    assert.deepEqual([...dottedNumbers(text)], plainly(text), text);
  }
});

Deno.test("dottedNumbers() reads a megabyte of digits, of dots, or of both in one pass", () => {
  for (const unit of ["1", ".", "1.", "12.34"]) {
    const text = unit.repeat(1 << 20);
    assert.ok([...dottedNumbers(text)].length <= 1);
  }
});
