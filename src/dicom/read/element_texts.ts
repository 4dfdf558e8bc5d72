import { vrOf } from "../dictionary.ts";
import type { Element, Encoding } from "../element.ts";
import type { CharacterSet } from "../text/character_set.ts";
import { decodeNumbers, isBinaryNumber } from "../text/decode_numbers.ts";
import { decodeText, latinText } from "../text/decode_text.ts";
import { isBulkVR, isBulky } from "../value_representation.ts";
import type { Header } from "./header.ts";

/**
 * The values of an element as texts, numbers in decimal. Empty for sequences, bulk data and values
 * longer than 64 KiB.
 */
export function elementTexts(
  header: Header,
  element: Element,
  { littleEndian }: Encoding,
  characters: CharacterSet,
): string[] {
  const vr = vrOf(element);
  if (element.items || isBulkVR(vr) || isBulky(element)) return [];
  const bytes = header.value(element);
  return isBinaryNumber(vr)
    ? decodeNumbers(bytes, vr, littleEndian).map(String)
    : decodeText(bytes, vr, characters);
}

/** Separators between values, and padding (PS3.5 6.2, 6.4). */
const onlyPadding = /^[\0\s\\]*$/;
const longestPadding = 1024;

/**
 * Whether an element has a value. A type 2 attribute can be present without one (PS3.5 7.4.3): with
 * length zero, with padding only, or as a sequence without items or with empty items.
 */
export function hasValue(header: Header, element: Element): boolean {
  const { items, valueStart, valueEnd } = element;
  if (items) return items.some(({ elements }) => elements.length > 0);
  const length = valueEnd - valueStart;
  if (length === 0) return false;
  const vr = vrOf(element);
  if (isBulkVR(vr) || isBinaryNumber(vr) || length > longestPadding) return true;
  return !onlyPadding.test(latinText(header.value(element)));
}
