import type { ScoredBox } from "../../../src/pixels/text/boxes_of_map.ts";
import type { Box, Picture } from "../../../src/pixels/text/picture.ts";
import type { TextDetector } from "../../../src/pixels/text/text_detector.ts";

/** A detector that takes pixels for text: the box of all of at least this value in a picture. */
export interface BrightDetector extends Pick<TextDetector, "find">, AsyncDisposable {
  /** The pictures that it has seen. */
  readonly pictures: Picture[];
  /** The pictures that said where to search. */
  readonly places: Picture[];
}

/** `words` is what it reads in a box; undefined if it can read nothing. */
export function brightDetector(
  { least = 250, words }: { readonly least?: number; readonly words?: string } = {},
): BrightDetector {
  const [pictures, places]: [Picture[], Picture[]] = [[], []];
  return {
    pictures,
    places,
    find(picture, { onPart, kindOf, where } = {}): ReturnType<TextDetector["find"]> {
      if (where) places.push(where);
      pictures.push({ ...picture, samples: picture.samples.slice() });
      onPart?.();
      const boxes = boxesIn(picture, least);
      if (!kindOf) return Promise.resolve(boxes);
      const kind = words === undefined ? "other" : kindOf(words);
      return Promise.resolve(boxes.map((box) => ({ ...box, kind })));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function boxesIn(
  { rows, columns, samples }: Picture,
  least: number,
): Awaited<ReturnType<TextDetector["find"]>> {
  const channels = samples.length / (rows * columns);
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let at = 0; at < samples.length; at++) {
    if ((samples[at] ?? 0) < least) continue;
    const pixel = Math.floor(at / channels);
    const [row, column] = [Math.floor(pixel / columns), pixel % columns];
    [left, top] = [Math.min(left, column), Math.min(top, row)];
    [right, bottom] = [Math.max(right, column + 1), Math.max(bottom, row + 1)];
  }
  return right > 0 ? [textBox({ left, top, right, bottom })] : [];
}

/** A box that a detector is sure of. */
export function textBox(box: Box): ScoredBox {
  const certain = { score: 1, filled: 1 };
  return { ...box, ...certain };
}
