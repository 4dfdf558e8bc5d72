/** What a text in the pixels of an image says, as far as that can be told; the worst first. */
export const textKinds = ["name", "identifier", "place", "date", "other", "harmless"] as const;

/**
 * `name`, `identifier` and `place` resemble a value of the image's header (any person, number or
 * institution in it), `date` is a date or a time of any form, and `harmless` consists of known
 * words and measurements only. Everything else, and what cannot be read, is `other`.
 */
export type TextKind = typeof textKinds[number];

/** The kind of two texts together. */
export function worseKind(one: TextKind, other: TextKind): TextKind {
  return textKinds.indexOf(one) < textKinds.indexOf(other) ? one : other;
}
