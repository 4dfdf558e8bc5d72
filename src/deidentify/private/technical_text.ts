import { wordClass } from "../text/vocabulary.ts";
import scanner from "./scanner_terms.txt" with { type: "text" };
import standard from "./standard_terms.txt" with { type: "text" };

const terms = new Set(
  [scanner, standard].flatMap((list) => list.split("\n"))
    .filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
/** `1.375`, `0.984375`, `3`; a longer run of digits could be an identifier. */
const number = /^(?:\d{1,4}|\d{1,4}\.\d{1,8})$/;
/** `b0`, `t1`, `3d`, `10mm`: one letter with a number, or a number with a unit. */
const mixed =
  /^(?:[a-z]\d{1,3}|\d{1,4}(?:\.\d{1,3})?(?:[a-z]|mm|cm|ml|ms|hz|khz|mhz|kv|ma|mas|deg))$/;
const pieces = /\d+\.\d+[a-z]*|[\p{L}\p{M}\p{N}]+/giu;
const longest = 1024;
/** Numbers with signs between them that could be a telephone number or an identifier … */
const digitGroups = /\d+(?:[\s./-]+\d+)*/g;
const mostDigits = 6;
const decimalNumber = /^\d{1,4}\.\d{1,8}$/;
/** … or a date. */
const date = /^(?:\d{1,2}([./-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([./-])\d{1,2}\2\d{1,2})$/;

/**
 * Whether a text consists of words that scanners write, short numbers and single letters: flags,
 * directions, names of pulse sequences. Such a text does not name a person.
 */
export function isTechnicalText(text: string): boolean {
  if (text.length > longest || (text.match(digitGroups) ?? []).some(couldIdentify)) return false;
  return (text.toLowerCase().match(pieces) ?? []).every((word) =>
    /^[a-z]$/.test(word) || terms.has(word) || number.test(word) || mixed.test(word) ||
    wordClass(word) === "subject"
  );
}

function couldIdentify(digits: string): boolean {
  if (date.test(digits)) return true;
  return digits.replaceAll(/\D/g, "").length > mostDigits && !decimalNumber.test(digits);
}
