import table from "./type_1.tsv" with { type: "text" };

/** The names of the SOP classes in the table. */
const classes: Readonly<Record<string, string>> = {
  "1.2.840.10008.5.1.4.1.1.2": "CT",
  "1.2.840.10008.5.1.4.1.1.2.1": "CTE",
  "1.2.840.10008.5.1.4.1.1.4": "MR",
  "1.2.840.10008.5.1.4.1.1.4.1": "MRE",
  "1.2.840.10008.5.1.4.1.1.128": "PT",
  "1.2.840.10008.5.1.4.1.1.130": "PTE",
  "1.2.840.10008.5.1.4.1.1.20": "NM",
  "1.2.840.10008.5.1.4.1.1.6.1": "US",
  "1.2.840.10008.5.1.4.1.1.3.1": "USM",
  "1.2.840.10008.5.1.4.1.1.7": "SC",
  "1.2.840.10008.5.1.4.1.1.12.1": "XA",
  "1.2.840.10008.5.1.4.1.1.12.2": "RF",
  "1.2.840.10008.5.1.4.1.1.1.1": "DX",
  "1.2.840.10008.5.1.4.1.1.1.2": "MG",
  "1.2.840.10008.5.1.4.1.1.66.4": "SEG",
  "1.2.840.10008.5.1.4.1.1.481.1": "RTIMAGE",
  "1.2.840.10008.5.1.4.1.1.481.2": "RTDOSE",
};

const rows = table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(
  (line) => {
    const [tag = "", , names = ""] = line.split("\t");
    return { tag: parseInt(tag, 16), names: new Set(names.split(" ")) };
  },
);
const known = new Map<string, readonly number[]>();

/**
 * The top-level attributes of type 1 or 1C of an SOP class; for unknown classes, those of all
 * images.
 */
export function typeOneTags(sopClassUID: string | undefined): readonly number[] {
  const name = classes[sopClassUID ?? ""] ?? "*";
  const tags = known.get(name) ??
    rows.filter(({ names }) => names.has("*") || names.has(name)).map(({ tag }) => tag);
  known.set(name, tags);
  return tags;
}
