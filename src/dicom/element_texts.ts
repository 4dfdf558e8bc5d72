import type { CharacterSet } from "./character_set.ts";
import { decodeNumbers, isBinaryNumber } from "./decode_numbers.ts";
import { decodeText } from "./decode_text.ts";
import { isBulkVR, isBulky } from "./bulk_data.ts";
import type { Element, Encoding } from "./element.ts";
import type { Header } from "./header.ts";
import { vrOf } from "./vr_of.ts";

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
