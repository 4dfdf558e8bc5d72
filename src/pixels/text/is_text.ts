import type { ScoredBox } from "./boxes_of_map.ts";
import { areAlike } from "./compare_boxes.ts";
import type { ReadCharacter } from "./text_reader.ts";

/** From this probability on, a character was read rather than guessed. */
export const readFrom = 0.8;

/** From this probability on, a character counts if three differ. */
const likelyFrom = 0.6;

/**
 * Whether a line says something: two letters or digits that differ, or three that were read with
 * less certainty. Rulers and curves are read as repetitions of one letter: `1111`, `hhhh`.
 */
export function isText(characters: readonly ReadCharacter[]): boolean {
  return different(characters, readFrom) >= 2 || different(characters, likelyFrom) >= 3;
}

/** The same for a line that was turned, of which more must be read. */
export function isTurnedText(characters: readonly ReadCharacter[]): boolean {
  return different(characters, readFrom) >= 3;
}

function different(characters: readonly ReadCharacter[], least: number): number {
  const read = characters.filter(({ character, probability }) =>
    probability >= least && letterOrDigit.test(character)
  );
  return new Set(read.map(({ character }) => character)).size;
}

const letterOrDigit = /^[\p{L}\p{N}]$/u;

/** The largest heights of a line that need not be readable, in pixels of the picture. */
const [highest, highestSmall] = [32, 20];

/**
 * Whether a box has the shape of a line of text. This finds what the recogniser was not trained
 * for, such as katakana and mirrored text. The limits are those of lines that it cannot read.
 */
export function isLine(box: ScoredBox): boolean {
  const { score, filled } = box;
  return score >= 0.985 && filled >= 0.78 && isLong(box, 2.5) && heightOf(box) <= highest ||
    score >= 0.97 && filled >= 0.85 && isSmallLine(box);
}

/**
 * The small lines of text that a picture shows in two sizes. What is no text is rarely marked in
 * both, and then differently.
 */
export function linesInBoth(
  one: readonly ScoredBox[],
  other: readonly ScoredBox[],
): ReadonlySet<ScoredBox> {
  const [first, second] = [probableLines(one), probableLines(other)];
  return new Set(
    first.flatMap((box) => second.flatMap((same) => areAlike(box, same) ? [box, same] : [])),
  );
}

function probableLines(boxes: readonly ScoredBox[]): ScoredBox[] {
  return boxes.filter((box) => box.score >= 0.9 && isSmallLine(box));
}

function isSmallLine(box: ScoredBox): boolean {
  return isLong(box, 2) && heightOf(box) <= highestSmall;
}

/** Whether a box is at least so many times as wide as high. */
function isLong(box: ScoredBox, times: number): boolean {
  return box.right - box.left >= times * heightOf(box);
}

function heightOf({ top, bottom }: ScoredBox): number {
  return bottom - top;
}
