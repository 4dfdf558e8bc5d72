import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { table } from "../../src/cli/table.ts";
import { plainText } from "../../src/cli/terminal.ts";

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

const head = ["folder", "batch", "status", "where", "code", "reason"];
const reason = "the folder changed after its Batch was processed; process it again with retry";
const row = ["ST-000001", "B-8JH9QW2M4N6P7R5T", "ERROR", "stage import", "CHANGED", reason];

/** No line is wider than the terminal; escape sequences take no room. */
function assertFits(shown: string, columns: number): void {
  for (const line of shown.split("\n")) {
    const visible = stripVTControlCharacters(line);
    assert.ok(visible.length <= columns, `${visible.length}: ${visible}`);
  }
}

Deno.test("in a pipe a table is as wide as its rows, one line for each", () => {
  const shown = table(head, [row], plainText);
  assert.equal(shown.split("\n").length, 3 + 1 + 1);
  assert.ok(shown.includes(reason));
});

Deno.test("a table fits terminals of every width, and nothing of it is lost", () => {
  const uid = `2.25.${"1234567890".repeat(5)}`;
  for (const columns of [30, 40, 60, 80, 100, 120, 160, 200, 300]) {
    const shown = table(head, [row, [uid, ...row.slice(1, 5), ""]], {
      columns,
      hasColours: columns % 40 === 0,
    });
    assertFits(shown, columns);
    const letters = stripVTControlCharacters(shown).replaceAll(/[\s│┌┐└┘─┬┴├┤┼]/g, "");
    for (const cell of [...row.slice(0, 5), uid]) {
      assert.ok(letters.includes(cell.replaceAll(" ", "")), `${columns}: ${cell}\n${shown}`);
    }
    for (const word of reason.split(" ")) assert.ok(letters.includes(word), `${columns}: ${word}`);
  }
});

Deno.test("long texts are wrapped in their column, and codes stay whole", () => {
  const shown = table(["batch", "reason"], [["B-8JH9QW2M4N6P7R5T", reason]], {
    columns: 60,
    hasColours: false,
  });
  assertFits(shown, 60);
  assert.match(shown, /│ B-8JH9QW2M4N6P7R5T │ the folder changed/);
});

Deno.test("in a very narrow terminal each row is a list", () => {
  const shown = table(head, [row, ["ST-2", "B-2", "DONE", "", "", ""]], {
    columns: 60,
    hasColours: false,
  });
  assert.match(shown, /^folder {2}ST-000001\nbatch {3}B-8JH9QW2M4N6P7R5T\n/);
  assert.match(shown, /\nreason {2}the folder changed after [^\n]*\n {8}\S/);
  assert.match(shown, /\n\nfolder {2}ST-2\nbatch {3}B-2\nstatus {2}DONE\n$/, "no empty values");
  assert.equal(table(head, [], { columns: 30, hasColours: false }), `${head.join(", ")}: none\n`);
});

Deno.test("colours are used on a terminal only, and do not change the widths", () => {
  const colours = { columns: 200, hasColours: true };
  const coloured = table(head, [row], colours);
  assert.ok(coloured.includes("\x1b[31mERROR\x1b[39m"));
  const plain = table(head, [row], plainText);
  assert.equal(plain.includes("\x1b"), false);
  assert.equal(stripVTControlCharacters(coloured), plain);
});
