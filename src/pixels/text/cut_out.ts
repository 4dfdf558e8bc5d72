import { type Box, channelsOf, type Picture } from "./picture.ts";

/** By how many quarters a part of a picture is turned clockwise. */
export type Quarters = 0 | 1 | 2 | 3;

/** The pixels of a box that lie in the picture, turned. Empty boxes have at least one pixel. */
export function cutOut(picture: Picture, box: Box, quarters: Quarters): Picture {
  const channels = channelsOf(picture);
  const left = within(Math.floor(box.left), picture.columns - 1);
  const top = within(Math.floor(box.top), picture.rows - 1);
  const wide = Math.max(1, within(Math.ceil(box.right), picture.columns) - left);
  const high = Math.max(1, within(Math.ceil(box.bottom), picture.rows) - top);
  const [rows, columns] = quarters % 2 === 0 ? [high, wide] : [wide, high];
  const samples = new Uint8Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [y, x] = sourceOf(row, column, { high, wide, quarters });
      const from = ((top + y) * picture.columns + left + x) * channels;
      const to = (row * columns + column) * channels;
      for (let at = 0; at < channels; at++) samples[to + at] = picture.samples[from + at] ?? 0;
    }
  }
  return { rows, columns, samples };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

interface Turn {
  readonly high: number;
  readonly wide: number;
  readonly quarters: Quarters;
}

/** The place in the box from which a pixel of the turned part comes. */
function sourceOf(row: number, column: number, { high, wide, quarters }: Turn): [number, number] {
  switch (quarters) {
    case 0:
      return [row, column];
    case 1:
      return [high - 1 - column, row];
    case 2:
      return [high - 1 - row, wide - 1 - column];
    case 3:
      return [column, wide - 1 - row];
  }
}
