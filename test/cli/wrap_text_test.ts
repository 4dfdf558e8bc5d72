import assert from "node:assert/strict";
import { wrapText } from "../../src/cli/wrap_text.ts";

Deno.test("a text is broken between words, and its lines are indented", () => {
  assert.equal(
    wrapText("one two three four", 12, { first: "- ", next: "  " }),
    "- one two\n  three four\n",
  );
  assert.equal(wrapText("", 12, { first: "- " }), "-\n");
  assert.equal(wrapText("one two", Infinity, { first: "  " }), "  one two\n");
});

Deno.test("a word that is longer than a line is cut, and none of it is lost", () => {
  const uid = `2.25.${"1234567890".repeat(6)}`;
  const text = wrapText(`a ${uid} b`, 30, { first: "    " });
  for (const line of text.split("\n")) assert.ok(line.length <= 30, line);
  assert.equal(text.replaceAll(/\s/g, ""), `a${uid}b`);
});

Deno.test("wide characters take two columns, and combining ones none", () => {
  assert.equal(wrapText("山田 太郎 花子", 10), "山田 太郎\n花子\n");
  assert.equal(wrapText("e\u0301e\u0301 e\u0301e\u0301", 5), "e\u0301e\u0301 e\u0301e\u0301\n");
});
