import assert from "node:assert/strict";
import {
  type Action,
  type Check,
  passes,
  passesUndelivered,
} from "../../bench/privacy/criteria.ts";
import { wordsOf } from "../../bench/privacy/words.ts";

function check(action: Action, value = ""): Check {
  return { action, path: "00081030", vr: "LO", value };
}

const noMap = (): undefined => undefined;

Deno.test("an element that is missing passes removal and fails retention", () => {
  const expected: readonly (readonly [Action, boolean])[] = [
    ["tag_retained", false],
    ["text_notnull", false],
    ["text_retained", false],
    ["text_removed", true],
    ["date_shifted", true],
    ["uid_changed", true],
    ["uid_consistent", true],
    ["patid_consistent", true],
  ];
  for (const [action, isPassed] of expected) {
    assert.equal(passes(check(action, "x1"), undefined, noMap), isPassed, action);
  }
});

Deno.test("an element without a value is retained as a tag, and retains no text", () => {
  assert.ok(passes(check("tag_retained"), "", noMap));
  assert.ok(!passes(check("text_notnull"), "", noMap));
  assert.ok(!passes(check("text_retained", "CHEST"), "", noMap));
  assert.ok(passes(check("text_removed", "JANE"), "", noMap));
});

Deno.test("text is retained if every word is, and removed if no word is left", () => {
  const retained = check("text_retained", "CT CHEST W/O CONTRAST");
  assert.ok(passes(retained, "ct chest w/o contrast for", noMap));
  assert.ok(passes(retained, "contrast w/o ct chest", noMap));
  assert.ok(!passes(retained, "ct chest w contrast", noMap));
  const removed = check("text_removed", "4821 Larkspur Avenue, Wexcombe");
  assert.ok(passes(removed, "lives at", noMap));
  assert.ok(!passes(removed, "near wexcombe", noMap));
  assert.ok(!passes(check("text_removed", "Rao"), "RAO 30", noMap));
});

Deno.test("numbers are compared as numbers", () => {
  assert.ok(passes(check("text_retained", "5"), "5.0", noMap));
  assert.ok(!passes(check("text_retained", "5"), "50", noMap));
  assert.ok(passes(check("text_removed", "5"), "50", noMap));
});

Deno.test("a date is shifted and a UID changed if the original is no part of the value", () => {
  for (const action of ["date_shifted", "uid_changed"] as const) {
    assert.ok(!passes(check(action, "20200101"), "20200101\\20200102", noMap), action);
    assert.ok(passes(check(action, "20200101"), "20180304", noMap), action);
  }
});

Deno.test("a UID or a patient is consistent if it has the value that the original has elsewhere", () => {
  const newValueOf = (original: string): string | undefined =>
    original === "1.2.3" ? "2.25.7" : undefined;
  for (const action of ["uid_consistent", "patid_consistent"] as const) {
    assert.ok(passes(check(action, "1.2.3"), "2.25.7", newValueOf));
    assert.ok(!passes(check(action, "1.2.3"), "2.25.8", newValueOf));
    assert.ok(!passes(check(action, "1.2.3"), "", newValueOf));
  }
});

Deno.test("a file that was not delivered fails what asks for something to be kept", () => {
  const failing: readonly Action[] = [
    "tag_retained",
    "text_notnull",
    "text_retained",
    "uid_consistent",
    "patid_consistent",
    "pixels_retained",
  ];
  const passing: readonly Action[] = [
    "text_removed",
    "date_shifted",
    "uid_changed",
    "pixels_hidden",
  ];
  for (const action of failing) assert.ok(!passesUndelivered(action), action);
  for (const action of passing) assert.ok(passesUndelivered(action), action);
});

Deno.test("joined names are one word, and signs around words are none", () => {
  assert.deepEqual(wordsOf("T2_TSE_TRA (3x3), W/O contrast."), [
    "t2_tse_tra",
    "3x3",
    "w/o",
    "contrast",
  ]);
  assert.deepEqual(wordsOf("O'Brien^Mary 'quoted'"), ["o'brien^mary", "quoted"]);
  assert.deepEqual(wordsOf("Patient is in the room"), ["patient", "room"]);
});
