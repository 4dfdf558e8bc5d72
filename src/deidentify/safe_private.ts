import { binarySize, decimal } from "../dicom/decode_numbers.ts";
import { latinText } from "../dicom/latin_text.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import { isPrivateCreator } from "../dicom/dictionary.ts";
import { withoutPadding } from "../dicom/without_padding.ts";
import table from "./safe_private.tsv" with { type: "text" };

/** The VR of each by creator, group and element. */
const safeVRs = new Map(
  table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const end = line.lastIndexOf("\t");
    return [line.slice(0, end), line.slice(end + 1)];
  }),
);
/** PS3.5 6.2, in bytes. */
const longestTexts: Readonly<Record<string, number>> = { CS: 16, LO: 64, SH: 16 };
const longest = 1024;

/**
 * The private elements of one data set or item that PS3.15 E.3.10 lists as safe, and the
 * creators that give them their meaning (PS3.5 7.8.1). Elements are known by their creator's
 * text, not by their number. One that holds a sequence, or a value that is not of the VR listed, is
 * not safe: nobody knows what is in it.
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
    const vr = creator && !element.items && safeVR(header, creator, element.tag);
    if (!vr || !isOfVR(header, element, vr)) continue;
    kept.add(creator).add(element);
  }
  return kept;
}

/** The block a creator reserves: group and high byte of the element. */
function blockOf(tag: number): number {
  return (tag >>> 16) * 0x100 + (tag & 0xff);
}

/** The VR that the table gives to a private element; undefined where it does not list it. */
function safeVR(header: Header, creator: Element, tag: number): string | undefined {
  if (creator.valueEnd - creator.valueStart > 64) return undefined;
  const text = latinText(header.value(creator)).replace(/[\0 ]+$/, "");
  const hex = (number: number, digits: number): string =>
    number.toString(16).toUpperCase().padStart(digits, "0");
  return safeVRs.get(`${text}\t${hex(tag >>> 16, 4)}\t${hex(tag & 0xff, 2)}`);
}

/**
 * Whether a value is one of that VR, by what is written where that is a VR, and by its bytes. In
 * what is written without one (`UN`), bytes that begin an item are a sequence in hiding.
 */
function isOfVR(header: Header, element: Element, vr: string): boolean {
  if (element.vr !== vr && element.vr !== "UN") return false;
  if (element.valueEnd - element.valueStart > longest) return false;
  const bytes = header.value(element);
  if (element.vr === "UN" && beginsItem(bytes)) return false;
  const size = binarySize(vr);
  if (size !== undefined) return bytes.length % size === 0;
  const texts = latinText(bytes).split("\\").map(withoutPadding);
  if (vr === "DS" || vr === "IS") {
    return texts.every((text) => text === "" || !Number.isNaN(decimal(text)));
  }
  return texts.every((text) => text.length <= (longestTexts[vr] ?? 0));
}

/** Whether bytes are those of the item tag (FFFE,E000), in either byte order. */
function beginsItem([first, second, third, fourth]: Uint8Array): boolean {
  return (first === 0xfe && second === 0xff && third === 0x00 && fourth === 0xe0) ||
    (first === 0xff && second === 0xfe && third === 0xe0 && fourth === 0x00);
}
