import { tagHex } from "../../dicom/tag_hex.ts";
import table from "./private_dictionary.tsv" with { type: "text" };

/** What is published about a private element. */
export interface PublishedElement {
  readonly vr: string;
  /** Empty if only the VR is known. */
  readonly name: string;
}

let known: ReadonlyMap<string, PublishedElement> | undefined;

/** Undefined for an element that is not in the dictionaries of pydicom and dcmtk. */
export function publishedElement(creator: string, tag: number): PublishedElement | undefined {
  known ??= new Map(
    table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
      const [written = "", of = "", vr = "", name = ""] = line.split("\t");
      return [`${written} ${of}`, { vr, name }];
    }),
  );
  return known.get(`${privateTagText(tag)} ${creator}`);
}

/** A private tag without its block, as in PS3.15 table E.3.10-1: `(0019,xxBB)`. */
export function privateTagText(tag: number): string {
  const name = tagHex(tag);
  return `(${name.slice(0, 4)},xx${name.slice(6)})`;
}
