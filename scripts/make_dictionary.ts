/**
 * Writes src/dicom/dictionary.tsv: tag, value representation and keyword of every element of
 * PS3.6, one a line (three retired ones have no keyword). A tag written with `xx` stands for
 * a repeating group.
 *
 *     deno run --allow-read --allow-write=src/dicom scripts/make_dictionary.ts
 *
 * Source: the dictionary of npm dcmjs 0.52.2 (MIT licence, https://github.com/dcmjs-org/dcmjs),
 * and dictionary_additions.tsv in this directory, which contains newer elements (every attribute of
 * PS3.15 table E.1-1 of 2026c) and corrections.
 */
interface Entry {
  readonly tag: string;
  readonly vr: string;
  readonly name: string;
  readonly version: string;
}

/** Only this script imports it, so that it is not a dependency of the program. */
const source = "npm:dcmjs@0.52.2/dictionary";
const { dictionary: published }: { dictionary: Record<string, Partial<Entry>> } = await import(
  source
);

const amended = Deno.readTextFileSync(new URL("dictionary_additions.tsv", import.meta.url))
  .split("\n").filter((line) => line !== "" && !line.startsWith("#"));

const notOfTheStandard = new Set(["PRIVATE", "ILLEGAL", "GENERIC", "PrivateTag"]);

/**
 * `0020,31xx` for `(0020,3100-31FF)`, likewise `50xx`; undefined if no data element has the tag.
 */
function shortTag(tag: string): string | undefined {
  const match = /^\(([0-9A-F]{4})(-[0-9A-F]{4})?,([0-9A-F]{4})(-[0-9A-F]{4})?\)$/.exec(tag);
  const [, group = "", groups, element = "", elements] = match ?? [];
  if (!match || ["0000", "FFFE", "FFFF"].includes(group)) return undefined;
  const first = groups ? `${group.slice(0, 2)}xx` : group;
  return first + (elements ? `${element.slice(0, 2)}xx` : element);
}

const lines = Object.values(published).flatMap(({ tag, vr, name, version }) => {
  const short = shortTag(tag ?? "");
  if (!short || !vr || !name || notOfTheStandard.has(version ?? "")) {
    return [];
  }
  return [`${short}\t${vr}\t${name.replace(/^(RETIRED_|ACR_NEMA_)?(undefined$)?/, "")}`];
});
const byTag = new Map([...lines, ...amended].map((line) => [line.slice(0, 8), line]));
Deno.writeTextFileSync(
  new URL("../src/dicom/dictionary.tsv", import.meta.url),
  `${[...byTag.values()].sort().join("\n")}\n`,
);
