import { type Box, channelsOf, type Picture } from "./picture.ts";

/** A picture is examined in blocks of this size. */
const blockSize = 16;
/** How many grey levels the pixels of a block must differ to be text and not tissue or noise. */
const leastRange = 16;
/** Pixels that are darker or brighter than all others do not count: noise. */
const extremes = 4;

/**
 * Which parts of a picture can show small text: blocks whose grey levels differ, and the blocks
 * beside them. Smooth parts, such as the background of a radiograph, are not searched, because
 * searching them at a large scale takes most of the time.
 */
export class Structure {
  readonly #rows: number;
  readonly #columns: number;
  readonly #isStructured: Uint8Array;

  /** Throws RangeError if the picture has another size. */
  constructor(readonly picture: Picture) {
    this.#rows = blocksIn(picture.rows);
    this.#columns = blocksIn(picture.columns);
    this.#isStructured = new Uint8Array(this.#rows * this.#columns);
    const channels = smoothChannels(picture);
    const counts = new Uint16Array(256);
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        const block = this.#pixelsOf({
          left: column,
          top: row,
          right: column + 1,
          bottom: row + 1,
        });
        const differs = channels.some((samples) =>
          rangeIn(samples, picture.columns, block, counts) >= leastRange
        );
        if (differs) this.#mark(row, column);
      }
    }
  }

  /** The smallest part of a box that contains all its structure; undefined if there is none. */
  within(box: Box): Box | undefined {
    let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
    for (let row = Math.floor(box.top / blockSize); row < blocksIn(box.bottom); row++) {
      for (let column = Math.floor(box.left / blockSize); column < blocksIn(box.right); column++) {
        if (this.#isStructured[row * this.#columns + column] !== 1) continue;
        [left, top] = [Math.min(left, column), Math.min(top, row)];
        [right, bottom] = [Math.max(right, column + 1), Math.max(bottom, row + 1)];
      }
    }
    if (right === 0) return undefined;
    const part = this.#pixelsOf({ left, top, right, bottom });
    return {
      left: Math.max(box.left, part.left),
      top: Math.max(box.top, part.top),
      right: Math.min(box.right, part.right),
      bottom: Math.min(box.bottom, part.bottom),
    };
  }

  #pixelsOf({ left, top, right, bottom }: Box): Box {
    return {
      left: left * blockSize,
      top: top * blockSize,
      right: Math.min(this.picture.columns, right * blockSize),
      bottom: Math.min(this.picture.rows, bottom * blockSize),
    };
  }

  /** A block and those beside it. */
  #mark(row: number, column: number): void {
    const [from, to] = [Math.max(0, column - 1), Math.min(this.#columns, column + 2)];
    for (let y = Math.max(0, row - 1); y <= Math.min(this.#rows - 1, row + 1); y++) {
      this.#isStructured.fill(1, y * this.#columns + from, y * this.#columns + to);
    }
  }
}

function blocksIn(length: number): number {
  return Math.ceil(length / blockSize);
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
