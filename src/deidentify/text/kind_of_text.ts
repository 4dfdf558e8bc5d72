import type { TextKind } from "../../model/text_kind.ts";
import { cleanText } from "./clean_text.ts";
import { hasDate } from "./dates_in_pixels.ts";
import { foldedWord, foldedWords } from "./folded.ts";
import type { OwnWords } from "./own_words.ts";
import { isAmong } from "./similar_words.ts";
import technique from "./technique_words.txt" with { type: "text" };
import { sectionsOf } from "./word_list.ts";

const list = sectionsOf(technique);
const units: ReadonlySet<string> = new Set(list.get("unit"));
const techniqueWords: ReadonlySet<string> = new Set(
  list.entries().filter(([name]) => name !== "unit").flatMap(([, words]) => words),
);

/**
 * What a text says that a recogniser has read in the pixels of an image with these own words.
 * Because the recogniser makes errors, words that are only similar to an own word count as it.
 */
export function kindOfText(
  text: string,
  own: OwnWords,
  siteWords: ReadonlySet<string>,
): TextKind {
  const words = foldedWords(text);
  const among = (word: string): boolean => isAmong(word, words);
  if (some(own.names, among)) return "name";
  if (some(own.identifiers, among)) return "identifier";
  if (some(own.placeNames, (name) => isAmong(name.replaceAll(" ", ""), [words.join("")]))) {
    return "place";
  }
  if (hasDate(foldedWord(text))) return "date";
  return isHarmless(text, own, siteWords) ? "harmless" : "other";
}

function some(words: ReadonlySet<string> | undefined, test: (word: string) => boolean): boolean {
  return words?.values().some(test) ?? false;
}

/**
 * Whether a text consists of technique words, short numbers with or without a unit, and words that
 * the cleaning of descriptions releases (PS3.15 E.3.3).
 */
function isHarmless(text: string, own: OwnWords, siteWords: ReadonlySet<string>): boolean {
  const parts = text.split(/[\s:=,;()[\]|]+/).filter((part) => part !== "");
  const words = parts.map((part) => foldedWord(part).replace(/\.$/, ""));
  const numbers = words.filter((word, at) =>
    /^\d+$/.test(word) && !techniqueWords.has(words[at - 1] ?? "") &&
    !units.has(words[at + 1] ?? "")
  );
  const isUnitAlone = words.some((word) => units.has(word) && !isTechnique(word, words));
  if (isUnitAlone || (!areShort(numbers) && !isScale(numbers))) return false;
  const rest = parts.filter((_, at) => !isTechnique(words[at] ?? "", words)).join(" ");
  return rest === "" || cleanText(rest, own, Infinity, siteWords) === rest.normalize("NFC");
}

const mostDigits = 4;

/** Whether numbers without a unit are too short to be an identifier that is written in groups. */
function areShort(numbers: readonly string[]): boolean {
  return numbers.join("").length <= mostDigits;
}

/** Whether numbers have the same distances, as those of a ruler. */
function isScale(numbers: readonly string[]): boolean {
  const steps = numbers.slice(1).map((number, at) => Number(number) - Number(numbers[at]));
  return steps.length > 1 && steps.every((step) => step !== 0 && step === steps[0]);
}

/** A number, which can be a range, and what may stand directly before and behind it. */
const measured =
  /^([a-z]*)[-+±<>~]?(\d{1,4})(?:[.,]\d{1,3})?(?:[-x/]\d{1,3}(?:[.,]\d{1,2})?)?([a-z/%°²]*)$/;

function isTechnique(word: string, words: readonly string[]): boolean {
  if (techniqueWords.has(word)) return true;
  if (units.has(word)) return words.some((one) => /\d/.test(one));
  const [, before = "", digits = "", unit = ""] = measured.exec(word) ?? [];
  if (digits === "") return /^[-+*/%°x]$/.test(word);
  const isUnit = unit === "" ? digits.length < mostDigits || before !== "" : isKnownUnit(unit);
  return isUnit && (before === "" || techniqueWords.has(before));
}

function isKnownUnit(unit: string): boolean {
  return /^[%°x]$/.test(unit) || units.has(unit);
}
