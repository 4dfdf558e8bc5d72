import type { Check } from "./criteria.ts";
import { wordsOf } from "./words.ts";

/** Values of a patient, study, series or image, by their names in the corpus. */
export type Values = Readonly<Record<string, string>>;

/** A description as written into an image, divided into the parts to keep and to remove. */
export interface FilledText {
  readonly text: string;
  /** Clinical words, joined by spaces; empty if there are none. */
  readonly clinical: string;
  readonly planted: readonly string[];
}

/**
 * Fills the placeholders of a text of the corpus. Undefined if a value is unknown, or if a planted
 * value is part of the clinical words, so that it cannot be removed without them.
 */
export function fillText(template: string, values: Values): FilledText | undefined {
  const planted: string[] = [];
  let clinical = "";
  let text = "";
  for (const [part] of template.matchAll(/\{[^}]*\}|\[[^\]]*\]|[^{[]+/g)) {
    if (part.startsWith("{")) {
      const value = values[part.slice(1, -1)];
      if (value === undefined || value === "") return undefined;
      planted.push(value);
      text += value;
      clinical += " ";
    } else if (part.startsWith("[")) {
      text += part.slice(1, -1);
      clinical += " ";
    } else {
      text += part;
      clinical += part;
    }
  }
  clinical = clinical.split(/\s+/).map(withoutLooseEnds).filter((word) => word !== "").join(" ");
  const names = Object.entries(values).filter(([name]) => ownNames.has(name));
  const own = names.flatMap(([, value]) => wordsOf(value));
  const unsafe = [...planted.flatMap(wordsOf), ...own.filter((word) => word.length > 2)];
  if (unsafe.some((word) => clinical.toLowerCase().includes(word))) return undefined;
  return { text: text.replace(/ {2,}/g, " ").trim(), clinical, planted };
}

/**
 * Values that must not be clinical words: the check would require the patient's own name to be
 * kept.
 */
const ownNames = new Set(["last", "first", "doctorlast", "operator", "relative"]);

/** Removes punctuation that only joined a word to a planted value; it is not scored. */
function withoutLooseEnds(word: string): string {
  return word.replace(/^[_^\-,:;/]+|[_^\-,:;/]+$/g, "");
}

/** The checks of an element that contains this text. */
export function checksOfText(path: string, vr: string, filled: FilledText): Check[] {
  const removed = filled.planted.map((value): Check => (
    { action: "text_removed", path, vr, value, isDescription: true }
  ));
  const scored = { action: "text_retained", path, vr, isDescription: true } as const;
  const isScored = wordsOf(filled.clinical).length > 0;
  return isScored ? [{ ...scored, value: filled.clinical }, ...removed] : removed;
}
