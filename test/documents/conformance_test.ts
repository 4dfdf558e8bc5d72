import assert from "node:assert/strict";
import { statement } from "../../scripts/conformance/statement.ts";
import { optionNames } from "../../src/deidentify/profile/options.ts";
import { tableRows } from "../support/deidentify/profile_rows.ts";

const written = Deno.readTextFileSync(new URL("../../docs/conformance.md", import.meta.url));
const section = (title: string): string[][] => {
  const [, text = ""] = new RegExp(`\n## ${title}\n([^]*?)(?=\n## |$)`).exec(written) ?? [];
  return text.split("\n").filter((line) => line.startsWith("| ")).slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
};

/** Without the line breaks and padding of a formatter. */
const words = (text: string): string => text.replace(/-{3,}/g, "---").split(/\s+/).join(" ");

Deno.test("docs/conformance.md is what scripts/make_conformance.ts writes", () => {
  assert.ok(words(written) === words(statement()), "run scripts/make_conformance.ts again");
});

Deno.test("the conformance statement has each of the 656 rows, with the actions of the standard", () => {
  const rows = section("Actions");
  assert.equal(rows.length, 656);
  const byTag = new Map(rows.map(([tag = "", , ...actions]) => [tag, actions]));
  for (const { written: name, basic, options } of tableRows) {
    const tag = name.startsWith("(gggg") ? "odd groups" : name.replaceAll(/[(,)]/g, "");
    const shown = byTag.get(tag === "odd groups" ? tag : `(${tag.slice(0, 4)},${tag.slice(4)})`);
    assert.deepEqual(shown, [basic, ...optionNames.map((option) => options[option])], name);
  }
});

Deno.test("the conformance statement has each option, and each SOP class once", () => {
  assert.equal(section("Options").length, 10);
  const uids = section("SOP classes").map(([, uid]) => uid);
  assert.ok(uids.length >= 170);
  assert.equal(new Set(uids).size, uids.length);
  assert.ok(section("Transfer syntaxes").length >= 45);
});
