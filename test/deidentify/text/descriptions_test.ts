import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { nameWords } from "../../../src/deidentify/text/own_words.ts";
import { type Description, descriptions } from "../../support/patients/descriptions.ts";
import { surnames } from "../../support/patients/surnames.ts";

/** More with `DESCRIPTIONS=100000 deno task test`. */
const count = Number(Deno.env.get("DESCRIPTIONS") ?? 10_000);

function released({ text, names }: Description): string {
  const own = { names: new Set(names.flatMap(nameWords)), identifiers: new Set(["0047119"]) };
  return cleanText(text, own);
}

const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s*([,;:])\s*/g, "$1 ")
    .replace(/\s+/g, " ");

function wordsOf(text: string): string[] {
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words of names in an output that its description does not have without them. */
function leaks({ secret, names }: Description, output: string): string[] {
  const words = new Set(wordsOf(output));
  const own = names.flatMap((name) => wordsOf(name.replace("^Dr", "")));
  return [...secret.flatMap(wordsOf), ...own].filter((word) => word.length > 1 && words.has(word));
}

const afterwards = /^\s*(?:[-+?=!]\s*)+(?=$|[;,)])/;

/**
 * Statements of which a finding is left, but not all the words that say whether it is there, or a
 * sign stands alone behind it that did not before.
 */
function changed({ statements, text: written }: Description, output: string): string[] {
  const [source, text] = [folded(written), folded(output)];
  return statements.filter(({ findings, text: said }) => {
    if (!findings.some((finding) => text.includes(finding))) return false;
    const [, behind] = text.split(folded(said), 2);
    const hadSign = source.split(folded(said)).slice(1).some((rest) => afterwards.test(rest));
    return behind === undefined || (afterwards.test(behind) && !hadSign);
  }).map(({ text: said }) => said);
}

Deno.test(`of ${count} descriptions with 500 surnames none releases a name or says something else`, () => {
  assert.equal(surnames().length, 500);
  const wrong: string[] = [];
  let [nameless, useful] = [0, 0];
  for (const description of descriptions(count)) {
    const output = released(description);
    const leaked = leaks(description, output);
    const lies = changed(description, output);
    if (leaked.length + lies.length > 0) {
      wrong.push(JSON.stringify([description.text, output, leaked, lies]));
    }
    if (description.hasName || description.statements.length > 0) continue;
    nameless++;
    if (output !== "") useful++;
  }
  assert.deepEqual(wrong.slice(0, 25), [], `${wrong.length} descriptions`);
  assert.ok(
    useful > 0.8 * nameless,
    `${useful} of ${nameless} without names and findings are left`,
  );
});
