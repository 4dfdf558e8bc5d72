import { wordsOf } from "./words.ts";

/** The actions of MIDI-B's answer key, each of which a de-identifier must satisfy. */
export const actions = [
  "tag_retained",
  "text_notnull",
  "text_retained",
  "text_removed",
  "date_shifted",
  "uid_changed",
  "uid_consistent",
  "patid_consistent",
  "pixels_hidden",
  "pixels_retained",
] as const;
export type Action = typeof actions[number];

/** One requirement for one image. */
export interface Check {
  readonly action: Action;
  /** The path of the element as in the answer key; for pixels, the drawn text. */
  readonly path: string;
  readonly vr: string;
  /** The value that the action concerns: a text, a date, a UID, an identifier. */
  readonly value: string;
  /** Set if the value is a text of the corpus: a description, a comment, the name of a protocol. */
  readonly isDescription?: true;
}

/** Actions that require a value to be kept. They fail if the file was not delivered. */
const keeping: ReadonlySet<Action> = new Set<Action>([
  "tag_retained",
  "text_notnull",
  "text_retained",
  "uid_consistent",
  "patid_consistent",
  "pixels_retained",
]);

/** Whether a check passes if its file was not delivered, because nothing was disclosed. */
export function passesUndelivered(action: Action): boolean {
  return !keeping.has(action);
}

/**
 * Whether a check of an element passes. `found` is its value in the delivered file, with multiple
 * values joined by backslashes; undefined if it is missing. `newValueOf` returns the value that
 * replaces an original UID or patient identifier in all files.
 */
export function passes(
  { action, value }: Check,
  found: string | undefined,
  newValueOf: (original: string) => string | undefined,
): boolean {
  switch (action) {
    case "tag_retained":
      return found !== undefined;
    case "text_notnull":
      return found !== undefined && found !== "";
    case "text_retained":
      return found !== undefined && retains(found, value);
    case "text_removed":
      return found === undefined || removes(found, value);
    case "date_shifted":
    case "uid_changed":
      return found === undefined || !found.includes(value);
    case "uid_consistent":
    case "patid_consistent":
      return found === undefined || found === newValueOf(value);
    default:
      throw new TypeError(`${action} is about pixels`);
  }
}

function retains(found: string, text: string): boolean {
  if (areNumbers(found, text)) return Number(found) === Number(text);
  const [whole, part] = [found.toLowerCase(), text.toLowerCase()];
  if (whole.includes(part)) return true;
  if (found === "") return false;
  return wordsOf(text).every((word) => whole.includes(word));
}

function removes(found: string, text: string): boolean {
  if (found === "") return true;
  if (areNumbers(found, text)) return Number(found) !== Number(text);
  const [whole, part] = [found.toLowerCase(), text.toLowerCase()];
  if (whole.includes(part)) return false;
  return wordsOf(text).every((word) => !whole.includes(word));
}

function areNumbers(...texts: readonly string[]): boolean {
  return texts.every((text) => /^\d*\.?\d*$/.test(text) && /\d/.test(text));
}
