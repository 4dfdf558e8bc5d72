import type { Box, Picture } from "./picture.ts";
import type { PlainFrame, Values } from "./plain_frame.ts";

/** How values become eight bits: `least` becomes black and `most` white, or the reverse. */
export interface View {
  readonly least: number;
  readonly most: number;
  readonly isInverted: boolean;
}

/** The pixels that the output does not show, for each row, as columns from `left` to `right`. */
export type BlankSpans = readonly (readonly { readonly left: number; readonly right: number }[])[];

/**
 * The views of a frame in which text is searched. With more than eight bits, there are two: the
 * whole range of values, in which bright text differs from all tissue, and, in reverse, the range
 * of most pixels, in which text with little contrast is visible. MONOCHROME1 is viewed both ways.
 */
export function viewsOf({ values, isWide, isInverted }: PlainFrame): readonly View[] {
  if (!isWide) {
    const plain = { least: 0, most: 255, isInverted: false };
    return isInverted ? [plain, { ...plain, isInverted: true }] : [plain];
  }
  const whole = wholeRange(values);
  if (!(whole.most > whole.least)) return [];
  const most = rangeOfMost(values, whole);
  return [{ ...whole, isInverted }, { ...most, isInverted: !isInverted }];
}

/** A part of a frame in eight bits. What the output does not show is black. */
export function pictureOf(
  { values, columns, channels }: PlainFrame,
  view: View,
  { left, top, right, bottom }: Box,
  blank: BlankSpans = [],
): Picture {
  const width = (right - left) * channels;
  const samples = new Uint8Array((bottom - top) * width);
  const scale = 255 / (view.most - view.least);
  for (let row = top; row < bottom; row++) {
    const from = (row * columns + left) * channels;
    const to = (row - top) * width;
    for (let at = 0; at < width; at++) {
      const value = Math.round(((values[from + at] ?? 0) - view.least) * scale);
      const limited = value < 0 ? 0 : value > 255 ? 255 : value;
      samples[to + at] = view.isInverted ? 255 - limited : limited;
    }
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
