import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";

const list = Deno.readTextFileSync(new URL("./protocol_names.txt", import.meta.url));
const secret = /\{(?:own:)?([^}]*)\}/g;
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

interface Vendor {
  readonly name: string;
  readonly lines: readonly string[];
}

function vendors(): Vendor[] {
  return list.split(/^\[(?=[A-Z][^\]]*\]$)/m).slice(1).map((section) => {
    const [name = "", ...lines] = section.trim().split("\n");
    return { name: name.replace("]", ""), lines: lines.filter((line) => line !== "") };
  });
}

function released(line: string): string {
  const own = new OwnWordCollector();
  own.addName("Quimby^Rose");
  return cleanText(line.replace(secret, "$1"), own);
}

/** What docs/vocabulary.md says: names, those kept whole, words, and those kept, by vendor. */
function figures({ lines }: Vendor): number[] {
  const clean = lines.filter((line) => !line.includes("{"));
  const whole = clean.filter((line) => released(line) === line);
  const kept = lines.map((line) => {
    const expected = words(line.replace(secret, " "));
    const left = new Set(words(released(line)));
    return [expected.length, expected.filter((word) => left.has(word)).length];
  });
  const sum = (at: number): number => kept.reduce((all, each) => all + (each[at] ?? 0), 0);
  return [lines.length, clean.length, whole.length, sum(0), sum(1)];
}

Deno.test("of 200 names of protocols none releases what names a person, an order or a place", () => {
  const leaks = vendors().flatMap(({ lines }) => lines).filter((line) => {
    const left = new Set(words(released(line)));
    const others = new Set(words(line.replace(secret, " ")));
    return [...line.matchAll(secret)].flatMap(([, named = ""]) => words(named))
      .some((word) => left.has(word) && !others.has(word));
  });
  assert.deepEqual(leaks, []);
  assert.equal(vendors().reduce((sum, { lines }) => sum + lines.length, 0), 200);
});

Deno.test("what is kept of names of protocols is as much as the documentation says", () => {
  const documentation = Deno.readTextFileSync(
    new URL("../../../docs/vocabulary.md", import.meta.url),
  );
  for (const vendor of vendors()) {
    const [count = 0, clean = 0, whole = 0, all = 0, kept = 0] = figures(vendor);
    const row = new RegExp(
      `\\| ${vendor.name} +\\| +${count} +\\| +${whole} of ${clean} +\\| +${kept} of ${all} +\\|`,
    );
    assert.match(documentation, row, JSON.stringify([vendor.name, figures(vendor)]));
  }
});
