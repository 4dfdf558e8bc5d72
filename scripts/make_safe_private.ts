/**
 * Writes src/deidentify/profile/safe_private.tsv: tag, private creator, VR, VM, one row a line.
 *
 *     deno run --allow-read --allow-write=src scripts/make_safe_private.ts <table.tsv>
 *
 * Source: PS3.15 table E.3.10-1 (Safe Private Attributes) of edition 2026c, as a file with these
 * four columns and a header line. All tags are written in the form `(2001,xx0A)`.
 */
const [source] = Deno.args;
if (!source) throw new TypeError("name the file that has the table");
const [, ...rows] = Deno.readTextFileSync(source).trimEnd().split("\n");
const lines = rows.map((row) => {
  const [tag = "", ...others] = row.split("\t");
  const [, group, element] = /^\(([0-9a-f]{4}),xx([0-9a-f]{2})\)$/i.exec(tag) ?? [];
  if (!group || !element) throw new TypeError(`${tag} is not a tag`);
  return [`(${group.toUpperCase()},xx${element.toUpperCase()})`, ...others].join("\t");
});
const head =
  "# PS3.15 table E.3.10-1, edition 2026c (safe private attributes): tag, creator, VR, VM";
Deno.writeTextFileSync(
  new URL("../src/deidentify/profile/safe_private.tsv", import.meta.url),
  `${head}\n${lines.join("\n")}\n`,
);
