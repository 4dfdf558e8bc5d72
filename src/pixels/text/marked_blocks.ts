import type { Box, Picture } from "./picture.ts";

/** The width and height of a block, in pixels. */
const blockSize = 16;

/** Parts of a picture that are searched: blocks that were marked, and those beside them. */
export class MarkedBlocks {
  readonly #rows: number;
  readonly #columns: number;
  readonly #isMarked: Uint8Array;

  constructor(readonly picture: Pick<Picture, "rows" | "columns">) {
    this.#rows = blocksIn(picture.rows);
    this.#columns = blocksIn(picture.columns);
    this.#isMarked = new Uint8Array(this.#rows * this.#columns);
  }

  /** All blocks, marked or not, as parts of the picture. */
  *all(): Generator<Box> {
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        yield this.#pixelsOf({ left: column, top: row, right: column + 1, bottom: row + 1 });
      }
    }
  }

  /** Marks the block that a pixel is in. */
  mark(y: number, x: number): void {
    const [row, column] = [Math.floor(y / blockSize), Math.floor(x / blockSize)];
    const [from, to] = [Math.max(0, column - 1), Math.min(this.#columns, column + 2)];
    for (let at = Math.max(0, row - 1); at <= Math.min(this.#rows - 1, row + 1); at++) {
      this.#isMarked.fill(1, at * this.#columns + from, at * this.#columns + to);
    }
  }

  /** The smallest part of a box that contains all its marked blocks; undefined if it has none. */
  within(box: Box): Box | undefined {
    let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
    for (let row = Math.floor(box.top / blockSize); row < blocksIn(box.bottom); row++) {
      for (let column = Math.floor(box.left / blockSize); column < blocksIn(box.right); column++) {
        if (this.#isMarked[row * this.#columns + column] !== 1) continue;
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
}

function blocksIn(length: number): number {
  return Math.ceil(length / blockSize);
}
