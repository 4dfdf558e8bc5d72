/**
 * Writes src/deidentify/private/standard_terms.txt: the words of all defined terms and enumerated
 * values, in lower case, which private elements share with standard attributes.
 *
 *     deno run --allow-read --allow-write=src scripts/make_private_terms.ts
 *
 * Source: src/gate/search/defined_terms.tsv and other_terms.tsv, which name their sources (PS3.3).
 * Words of scanners that no standard lists are in scanner_terms.txt, which is written by hand.
 */
const columns = 100;
const read = (name: string): string =>
  Deno.readTextFileSync(new URL(`../src/gate/search/${name}`, import.meta.url));
const terms = ["defined_terms.tsv", "other_terms.tsv"].map(read).join("\n").split("\n")
  .filter((line) => !line.startsWith("#")).map((line) => line.split("\t")[2] ?? "");
const words = new Set(
  terms.flatMap((term) => term.toLowerCase().split(/[^a-z0-9]+/))
    .filter((word) => word.length > 1 && /[a-z]/.test(word)),
);
const lines = [""];
for (const word of [...words].sort()) {
  const last = lines.at(-1) ?? "";
  if (last.length + word.length + 1 > columns) lines.push(word);
  else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
}
const head =
  "# Words of the defined terms and enumerated values of PS3.3 (scripts/make_private_terms.ts)";
Deno.writeTextFileSync(
  new URL("../src/deidentify/private/standard_terms.txt", import.meta.url),
  `${head}\n${lines.join("\n")}\n`,
);
