import assert from "node:assert/strict";
import { table } from "../../src/cli/table.ts";

Deno.test("names with control characters are shown, but do not control the terminal", () => {
  const names = ["ST\x1b]0;title\x07\x1b[2Jno errors\r\n", "\x1b[1A\x9b31m", "a\u202egpj.exe"];
  const shown = table(["folder"], names.map((name) => [name]));
  assert.doesNotMatch(shown, /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  assert.equal(shown.split("\n").length, 3 + 1 + names.length, "each name is one row");
  assert.match(shown, /ST\\x1b\]0;title\\x07\\x1b\[2Jno errors\\x0d\\x0a/);
  assert.match(shown, /a\\u202egpj\.exe/);
});

Deno.test("ordinary names of any script are shown as they are", () => {
  const names = ["Müller^Jörg", "山田^太郎", "يوسف", "ST-1 (2)", "e\u0301", "👩‍⚕️"];
  const shown = table(["folder"], names.map((name) => [name]));
  for (const name of names) assert.ok(shown.includes(name), name);
});
