import type { Picture } from "../../../src/pixels/text/picture.ts";

/** Five columns and seven rows, a line for each row. */
const letters: Readonly<Record<string, string>> = {
  A: ".###. #...# #...# ##### #...# #...# #...#",
  E: "##### #.... #.... ####. #.... #.... #####",
  H: "#...# #...# #...# ##### #...# #...# #...#",
  I: ".###. ..#.. ..#.. ..#.. ..#.. ..#.. .###.",
  J: "..### ...#. ...#. ...#. ...#. #..#. .##..",
  L: "#.... #.... #.... #.... #.... #.... #####",
  M: "#...# ##.## #.#.# #.#.# #...# #...# #...#",
  N: "#...# ##..# ##..# #.#.# #..## #..## #...#",
  O: ".###. #...# #...# #...# #...# #...# .###.",
  R: "####. #...# #...# ####. #.#.. #..#. #...#",
  S: ".#### #.... #.... .###. ....# ....# ####.",
  T: "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
};

/** Draws words with letters of 14 × 10 pixels, from left to right. */
export function drawWords(
  { columns, samples }: Picture,
  words: string,
  place: readonly [left: number, top: number],
  level: number,
): void {
  for (const [at, letter] of Array.from(words).entries()) {
    for (const [row, line] of (letters[letter] ?? "").split(" ").entries()) {
      for (const [column, mark] of Array.from(line).entries()) {
        if (mark !== "#") continue;
        const first = (place[1] + 2 * row) * columns + place[0] + 12 * at + 2 * column;
        for (const pixel of [first, first + 1, first + columns, first + columns + 1]) {
          samples[pixel] = level;
        }
      }
    }
  }
}
