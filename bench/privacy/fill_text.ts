import type { Check } from "./criteria.ts";
import { wordsOf } from "./words.ts";

/** Values of a patient, study, series and image, by the names that the corpus uses. */
export type Values = Readonly<Record<string, string>>;

/** A description as it is written into an image, and what should become of its parts. */
export interface FilledText {
  readonly text: string;
  /** Clinical words, joined by spaces; empty if there are none. */
  readonly clinical: string;
  readonly planted: readonly string[];
}

/**
 * Fills the placeholders of a text of the corpus. Undefined if a planted value is part of its
 * clinical words, so that it cannot go without them, or if a value is not known.
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

/** A text with one of these in its clinical words would ask for a patient's own name to stay. */
const ownNames = new Set(["last", "first", "doctorlast", "operator", "relative"]);

/** Signs that only joined a word to a planted value: nothing is asked of them. */
function withoutLooseEnds(word: string): string {
  return word.replace(/^[_^\-,:;/]+|[_^\-,:;/]+$/g, "");
}

/** What is asked of an element that has this text. */
export function checksOfText(path: string, vr: string, filled: FilledText): Check[] {
  const removed = filled.planted.map((value): Check => (
    { action: "text_removed", path, vr, value, isDescription: true }
  ));
  const scored = { action: "text_retained", path, vr, isDescription: true } as const;
  const isScored = wordsOf(filled.clinical).length > 0;
  return isScored ? [{ ...scored, value: filled.clinical }, ...removed] : removed;
}
