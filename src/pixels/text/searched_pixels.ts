import type { Box } from "./picture.ts";
import type { PlainFrame, Values } from "./plain_frame.ts";

/** Text has more contrast than this share of the range of values. */
const leastContrast = 1 / 32;
/** Pixels around a change, so that text at its edge is seen as a whole. */
const margin = 24;

/**
 * Remembers which pixels of the frames of an image were searched, so that a later frame is searched
 * only where it differs. A slow change is not lost, because each frame is compared with the pixels
 * that were searched, not with the frame before.
 */
export class SearchedPixels {
  #searched: Values | undefined;

  /** The part of a frame that was not searched yet; undefined if there is none. */
  next(frame: PlainFrame, range: number): Box | undefined {
    const { rows, columns, values } = frame;
    const searched = this.#searched;
    if (!searched) {
      this.#searched = values.slice();
      return { left: 0, top: 0, right: columns, bottom: rows };
    }
    const box = differences(frame, searched, Math.max(1, range * leastContrast));
    if (box) copyPart(frame, searched, box);
    return box;
  }
}

function differences(
  { rows, columns, channels, values }: PlainFrame,
  searched: Values,
  least: number,
): Box | undefined {
  const width = columns * channels;
  let [left, top, right, bottom] = [width, rows, -1, -1];
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    for (let at = 0; at < width; at++) {
      if (Math.abs((values[from + at] ?? 0) - (searched[from + at] ?? 0)) < least) continue;
      if (at < left) left = at;
      if (at > right) right = at;
      if (row < top) top = row;
      bottom = row;
    }
  }
  if (right < 0) return undefined;
  return {
    left: Math.max(0, Math.floor(left / channels) - margin),
    top: Math.max(0, top - margin),
    right: Math.min(columns, Math.floor(right / channels) + 1 + margin),
    bottom: Math.min(rows, bottom + 1 + margin),
  };
}

function copyPart(
  { columns, channels, values }: PlainFrame,
  searched: Values,
  { left, top, right, bottom }: Box,
): void {
  for (let row = top; row < bottom; row++) {
    const from = (row * columns + left) * channels;
    searched.set(values.subarray(from, (row * columns + right) * channels), from);
  }
}
