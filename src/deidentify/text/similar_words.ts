import { distance } from "fastest-levenshtein";

/** Characters that a recogniser of text confuses. */
const confused: readonly (readonly [RegExp, string])[] = [
  [/[0ø]/g, "o"],
  [/[1il|!]/g, "l"],
  [/5/g, "s"],
  [/8/g, "b"],
  [/2/g, "z"],
  [/[69]/g, "g"],
];
const shortestPart = 4;

/** A word without what a recogniser may confuse: `mlller` for Miller and M1ller. */
export function shapeOf(folded: string): string {
  return confused.reduce((shape, [letters, one]) => shape.replaceAll(letters, one), folded);
}

/** Whether two words are the same apart from one error in four characters; short ones have none. */
export function areSimilar(shape: string, other: string): boolean {
  const length = Math.min(shape.length, other.length);
  if (Math.abs(shape.length - other.length) > 3) return false;
  return distance(shape, other) <= Math.min(3, Math.floor(length / 4));
}

/**
 * Whether a word is similar to one of the words that were read, or to a part of them; words can be
 * read without the spaces between them, or with other ones.
 */
export function isAmong(word: string, read: readonly string[]): boolean {
  const shape = shapeOf(word);
  const shapes = read.map(shapeOf);
  if (shapes.some((one) => areSimilar(one, shape))) return true;
  return shape.length >= shortestPart && shapes.join("").includes(shape);
}
