import type { CharacterSet } from "./character_set.ts";
import { decodeNumbers, isBinaryNumber } from "./decode_numbers.ts";
import { decodeText } from "./decode_text.ts";
import { impliedVR } from "./dictionary.ts";
import type { Element, Encoding } from "./element.ts";
import { isPixelData } from "./fragments.ts";
import type { Header } from "./header.ts";

const longestText = 64 << 10;
const bulkVRs = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "UN"]);

/**
 * The values of an element as texts, numbers in decimal. None for sequences, bulk data, and
 * what is longer than 64 KiB.
 */
export function elementTexts(
  header: Header,
  element: Element,
  { littleEndian }: Encoding,
  characters: CharacterSet,
): string[] {
  const { tag, items, valueStart, valueEnd } = element;
  const vr = element.vr === "UN" ? impliedVR(tag) : element.vr;
  const isBulk = items !== undefined || bulkVRs.has(vr) || isPixelData(tag);
  if (isBulk || valueEnd - valueStart > longestText) return [];
  const bytes = header.value(element);
  return isBinaryNumber(vr)
    ? decodeNumbers(bytes, vr, littleEndian).map(String)
    : decodeText(bytes, vr, characters);
}
