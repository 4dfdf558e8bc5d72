import { isBulkVR } from "./bulk_data.ts";
import type { Element } from "./element.ts";
import type { Header } from "./header.ts";
import { latinText } from "./latin_text.ts";
import { vrOf } from "./vr_of.ts";
import { isBinaryNumber } from "./decode_numbers.ts";

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
