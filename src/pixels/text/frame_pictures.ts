import type { Box, Picture } from "./picture.ts";
import type { PlainFrame, Values } from "./plain_frame.ts";

/** How values become eight bits: `least` becomes black and `most` white, or the reverse. */
export interface View {
  readonly least: number;
  readonly most: number;
  readonly isInverted: boolean;
  /** The range of another view: this one is searched only where values outside of it differ. */
  readonly beyond?: Range;
}

/** The pixels that the output does not show, for each row, as columns from `left` to `right`. */
export type BlankSpans = readonly (readonly { readonly left: number; readonly right: number }[])[];

/**
 * The views of a frame in which text is searched. With more than eight bits, there are two: the
 * range of most pixels, in which text with little contrast is visible; and beyond it the whole
 * range of values, in which bright text differs from all tissue.
 * MONOCHROME1 is viewed both ways.
 */
export function viewsOf({ values, isWide, isInverted }: PlainFrame): readonly View[] {
  if (!isWide) {
    const plain = { least: 0, most: 255, isInverted: false };
    return isInverted ? [plain, { ...plain, isInverted: true }] : [plain];
  }
  const whole = wholeRange(values);
  if (!(whole.most > whole.least)) return [];
  const most = rangeOfMost(values, whole);
  return [{ ...most, isInverted }, { ...whole, isInverted, beyond: most }];
}

/** A part of a frame in eight bits. What the output does not show is black. */
export function pictureOf(
  frame: PlainFrame,
  { least, most, isInverted }: View,
  part: Box,
  blank: BlankSpans = [],
): Picture {
  const scale = 255 / (most - least);
  return drawn(frame, part, blank, (value) => {
    const level = Math.round((value - least) * scale);
    const limited = level < 0 ? 0 : level > 255 ? 255 : level;
    return isInverted ? 255 - limited : limited;
  });
}

/** By how many grey levels of a view the values of a part lie outside of another range. */
export function pictureBeyond(
  frame: PlainFrame,
  view: View,
  { least, most }: Range,
  part: Box,
  blank: BlankSpans = [],
): Picture {
  const scale = 255 / (view.most - view.least);
  return drawn(
    frame,
    part,
    blank,
    (value) => Math.round(Math.max(0, least - value, value - most) * scale),
  );
}

function drawn(
  { values, columns, channels }: PlainFrame,
  { left, top, right, bottom }: Box,
  blank: BlankSpans,
  levelOf: (value: number) => number,
): Picture {
  const width = (right - left) * channels;
  const samples = new Uint8Array((bottom - top) * width);
  for (let row = top; row < bottom; row++) {
    const from = (row * columns + left) * channels;
    const to = (row - top) * width;
    for (let at = 0; at < width; at++) samples[to + at] = levelOf(values[from + at] ?? 0);
    for (const span of blank[row] ?? []) {
      const first = Math.max(span.left, left) - left;
      const end = Math.min(span.right, right) - left;
      if (first < end) samples.fill(0, to + first * channels, to + end * channels);
    }
  }
  return { rows: bottom - top, columns: right - left, samples };
}

type Range = Pick<View, "least" | "most">;

function wholeRange(values: Values): Range {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** The share of the pixels that are darker, or brighter, than most others. */
const extreme = 0.01;
const bins = 4096;

function rangeOfMost(values: Values, { least, most }: Range): Range {
  const width = (most - least) / bins;
  const counts = new Uint32Array(bins);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const from = least + width * binAt(counts, extreme * values.length);
  const to = least + width * (binAt(counts, (1 - extreme) * values.length) + 1);
  return { least: from, most: to };
}

/** The first bin up to which there are at least `count` values. */
function binAt(counts: Uint32Array, count: number): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    sum += counts[bin] ?? 0;
    if (sum >= count) return bin;
  }
  return counts.length - 1;
}
