import { wordsOf } from "./words.ts";

/** What MIDI-B asks of a de-identifier, by the names of its answer key. */
export const actions = [
  ...["tag_retained", "text_notnull", "text_retained", "text_removed", "date_shifted"],
  ...["uid_changed", "uid_consistent", "patid_consistent", "pixels_hidden", "pixels_retained"],
] as const;
export type Action = typeof actions[number];

/** One thing that is asked of one image. */
export interface Check {
  readonly action: Action;
  /** The element, as the answer key writes it; of pixels: what was drawn. */
  readonly path: string;
  readonly vr: string;
  /** What the action is about: a text, a date, a UID, an identifier. */
  readonly value: string;
  /** It is about a text of the corpus: a description, a comment, a name of a protocol. */
  readonly isDescription?: true;
}

/** What asks for something to be kept. A file that was not delivered has kept nothing. */
const keeping: ReadonlySet<Action> = new Set<Action>([
  ...["tag_retained", "text_notnull", "text_retained"] as const,
  ...["uid_consistent", "patid_consistent", "pixels_retained"] as const,
]);

/** Whether a check of a file that was not delivered passes: what is not there shows nothing. */
export function passesUndelivered(action: Action): boolean {
  return !keeping.has(action);
}

/**
 * Whether a check of an element passes. `found` is its value in the delivered file, values of a
 * list joined by backslashes; undefined when it is missing. `newValueOf` says what stands for an
 * original UID or patient identifier everywhere.
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
  if (bothNumbers(found, text)) return Number(found) === Number(text);
  const [whole, part] = [found.toLowerCase(), text.toLowerCase()];
  if (whole.includes(part)) return true;
  if (found === "") return false;
  return wordsOf(text).every((word) => whole.includes(word));
}

function removes(found: string, text: string): boolean {
  if (found === "") return true;
  if (bothNumbers(found, text)) return Number(found) !== Number(text);
  const [whole, part] = [found.toLowerCase(), text.toLowerCase()];
  if (whole.includes(part)) return false;
  return wordsOf(text).every((word) => !whole.includes(word));
}

function bothNumbers(...texts: readonly string[]): boolean {
  return texts.every((text) => /^\d*\.?\d*$/.test(text) && /\d/.test(text));
}
