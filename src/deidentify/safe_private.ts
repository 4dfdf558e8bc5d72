import { latinText } from "../dicom/latin_text.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import { isPrivateCreator } from "../dicom/dictionary.ts";
import table from "./safe_private.tsv" with { type: "text" };

const safe = new Set(
  table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).flatMap((line) => {
    const [creator = "", group = "", elements = ""] = line.split("\t");
    return elements.split(" ").map((element) => `${creator}\t${group}\t${element}`);
  }),
);

/**
 * The private elements of one data set or item that PS3.15 E.3.10 lists as safe, and the
 * creators that give them their meaning (PS3.5 7.8.1). Elements are known by their creator's
 * text, not by their number. One that holds a sequence is not safe: nobody lists what is in it.
 */
export function safePrivateElements(
  header: Header,
  elements: readonly Element[],
): ReadonlySet<Element> {
  const creators = new Map(
    elements.filter(({ tag, items }) => isPrivateCreator(tag) && !items)
      .map((creator) => [blockOf(creator.tag), creator]),
  );
  const kept = new Set<Element>();
  for (const element of elements) {
    const creator = creators.get(element.tag >>> 8);
    if (!creator || element.items || !isSafe(header, creator, element.tag)) continue;
    kept.add(creator).add(element);
  }
  return kept;
}

/** The block a creator reserves: group and high byte of the element. */
function blockOf(tag: number): number {
  return (tag >>> 16) * 0x100 + (tag & 0xff);
}

function isSafe(header: Header, creator: Element, tag: number): boolean {
  if (creator.valueEnd - creator.valueStart > 64) return false;
  const text = latinText(header.value(creator)).replace(/[\0 ]+$/, "");
  const hex = (number: number, digits: number): string =>
    number.toString(16).toUpperCase().padStart(digits, "0");
  return safe.has(`${text}\t${hex(tag >>> 16, 4)}\t${hex(tag & 0xff, 2)}`);
}
