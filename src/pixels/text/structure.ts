import { MarkedBlocks } from "./marked_blocks.ts";
import { type Box, channelsOf, type Picture } from "./picture.ts";

/** Pixels that are darker or brighter than all others do not count: noise. */
const extremes = 4;

/**
 * The blocks of a picture whose grey levels differ by `leastRange` or more. Throws RangeError if
 * the picture has another size.
 */
export function structureOf(picture: Picture, leastRange: number): MarkedBlocks {
  const blocks = new MarkedBlocks(picture);
  const channels = smoothChannels(picture);
  const counts = new Uint16Array(256);
  for (const block of blocks.all()) {
    const differs = channels.some((samples) =>
      rangeIn(samples, picture.columns, block, counts) >= leastRange
    );
    if (differs) blocks.mark(block.top, block.left);
  }
  return blocks;
}

/** Each channel as means of 2 × 2 pixels, in which noise is weaker. */
function smoothChannels(picture: Picture): Uint8Array[] {
  const channels = channelsOf(picture);
  return Array.from({ length: channels }, (_, channel) => smoothed(picture, channel, channels));
}

function smoothed(
  { rows, columns, samples }: Picture,
  channel: number,
  channels: number,
): Uint8Array {
  const smooth = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const here = row * columns;
    const below = row + 1 < rows ? here + columns : here;
    for (let column = 0; column < columns; column++) {
      const next = column + 1 < columns ? column + 1 : column;
      const sum = (samples[(here + column) * channels + channel] ?? 0) +
        (samples[(here + next) * channels + channel] ?? 0) +
        (samples[(below + column) * channels + channel] ?? 0) +
        (samples[(below + next) * channels + channel] ?? 0);
      smooth[here + column] = sum >> 2;
    }
  }
  return smooth;
}

function rangeIn(
  samples: Uint8Array,
  columns: number,
  { left, top, right, bottom }: Box,
  counts: Uint16Array,
): number {
  counts.fill(0);
  for (let row = top; row < bottom; row++) {
    for (let at = row * columns + left; at < row * columns + right; at++) {
      const value = samples[at] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  return placeOf(counts, (right - left) * (bottom - top) - extremes) - placeOf(counts, extremes);
}

/** The level that more than `count` pixels do not exceed. */
function placeOf(counts: Uint16Array, count: number): number {
  let sum = 0;
  for (let level = 0; level < counts.length; level++) {
    sum += counts[level] ?? 0;
    if (sum > count) return level;
  }
  return counts.length - 1;
}
