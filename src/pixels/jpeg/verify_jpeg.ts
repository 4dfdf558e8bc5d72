import type { RedactedRows } from "./block_grid.ts";
import { CoefficientReader, type ReadComponent } from "./coefficient_reader.ts";

/**
 * Whether a redacted JPEG stream has the same coefficients as the original outside the blocks with
 * a redacted pixel, and equal flat blocks there. Both streams are decoded to coefficients by code
 * that shares nothing with the writer, and compared block by block.
 */
export class JpegVerifier {
  readonly #marks = new Map<string, BlockMarks>();

  constructor(readonly redacted: RedactedRows) {}

  /** False also if one of the streams is damaged. */
  isProved(original: Uint8Array, written: Uint8Array): boolean {
    const [before, after] = [new CoefficientReader(original), new CoefficientReader(written)];
    try {
      for (;;) {
        const [isBefore, isAfter] = [before.nextScan(), after.nextScan()];
        const isSame = isBefore === isAfter && before.description === after.description &&
          before.restartInterval === after.restartInterval;
        if (!isSame) return false;
        if (!isBefore) return before.description !== "";
        if (!this.#isScanProved(before, after)) return false;
      }
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  #isScanProved(before: CoefficientReader, after: CoefficientReader): boolean {
    const pairs = before.scanned.map((component, at): Pair => {
      const other = after.scanned[at];
      if (!other) throw new RangeError("the scans differ");
      const marks = this.#marksOf(before, component);
      const hasSameCodes = component.acCode.description === other.acCode.description;
      const { h: across, v: down } = component;
      return { component, other, marks, hasSameCodes, across, down, flat: undefined };
    });
    const isSingle = pairs.length === 1;
    if (isSingle) pairs.forEach((pair) => pair.across = pair.down = 1);
    const { across, down } = mcusOf(before, isSingle ? pairs[0]?.component : undefined);
    const interval = before.restartInterval || across * down;
    for (let mcu = 0; mcu < across * down; mcu++) {
      if (mcu % interval === 0) {
        before.startInterval(mcu === 0);
        after.startInterval(mcu === 0);
      }
      const column = mcu % across;
      const row = (mcu - column) / across;
      for (const pair of pairs) if (!isMcuProved(before, after, pair, column, row)) return false;
      before.bits.checkEnd();
      after.bits.checkEnd();
    }
    return true;
  }

  #marksOf(reader: CoefficientReader, component: ReadComponent): BlockMarks {
    const key = `${component.h} ${component.v} ${Object.values(largest(reader))}`;
    const known = this.#marks.get(key) ?? new BlockMarks(reader, component, this.redacted);
    if (this.#marks.size > 64) this.#marks.clear();
    this.#marks.set(key, known);
    return known;
  }
}

/** A component of both streams. */
interface Pair {
  readonly component: ReadComponent;
  readonly other: ReadComponent;
  readonly marks: BlockMarks;
  /** Whether equal coefficients have equal bits. */
  readonly hasSameCodes: boolean;
  across: number;
  down: number;
  /** The DC coefficient of its flat blocks. */
  flat: number | undefined;
}

function isMcuProved(
  before: CoefficientReader,
  after: CoefficientReader,
  pair: Pair,
  column: number,
  row: number,
): boolean {
  const { across, down, marks } = pair;
  for (let y = row * down; y < (row + 1) * down; y++) {
    for (let x = column * across; x < (column + 1) * across; x++) {
      const isProved = marks.has(x, y)
        ? isFlatBlock(before, after, pair)
        : isSameBlock(before, after, pair);
      if (!isProved) return false;
    }
  }
  return true;
}

/** Without AC coefficients, and with the same DC coefficient as the other flat blocks. */
function isFlatBlock(before: CoefficientReader, after: CoefficientReader, pair: Pair): boolean {
  before.readDC(pair.component);
  before.skipAC(pair.component);
  after.readDC(pair.other);
  pair.flat ??= pair.other.dc;
  return !after.skipAC(pair.other) && pair.other.dc === pair.flat;
}

function isSameBlock(before: CoefficientReader, after: CoefficientReader, pair: Pair): boolean {
  before.readDC(pair.component);
  const from = after.readDC(pair.other);
  if (pair.component.dc !== pair.other.dc) return false;
  if (!pair.hasSameCodes) return before.hasSameAC(pair.component, after, pair.other);
  after.skipAC(pair.other);
  const count = after.bits.bit - from;
  after.bits.bit = from;
  const isSame = before.bits.startsLike(after.bits, count);
  before.bits.bit += count;
  after.bits.bit += count;
  return isSame;
}

function largest({ components }: CoefficientReader): { readonly h: number; readonly v: number } {
  return {
    h: components.reduce((most, { h }) => Math.max(most, h), 1),
    v: components.reduce((most, { v }) => Math.max(most, v), 1),
  };
}

/** The number of MCUs in each direction (ITU-T T.81 A.2); `only` is the component of the scan. */
function mcusOf(
  reader: CoefficientReader,
  only: ReadComponent | undefined,
): { readonly across: number; readonly down: number } {
  const { h, v } = largest(reader);
  const blocks = (size: number, factor: number, most: number): number =>
    Math.ceil(Math.ceil(size * factor / most) / 8);
  return only
    ? { across: blocks(reader.columns, only.h, h), down: blocks(reader.rows, only.v, v) }
    : {
      across: Math.ceil(reader.columns / (8 * h)),
      down: Math.ceil(reader.rows / (8 * v)),
    };
}

/** The blocks of a component in which redacted pixels lie, marked pixel row by pixel row. */
class BlockMarks {
  readonly #marks: Uint8Array;
  readonly #across: number;
  readonly #down: number;

  constructor(reader: CoefficientReader, component: ReadComponent, redacted: RedactedRows) {
    const most = largest(reader);
    const blockOf = (pixel: number, factor: number, all: number): number =>
      Math.floor(pixel * factor / (8 * all));
    this.#across = blockOf(reader.columns - 1, component.h, most.h) + 1;
    this.#down = blockOf(reader.rows - 1, component.v, most.v) + 1;
    this.#marks = new Uint8Array(this.#across * this.#down);
    for (const [pixelRow, ranges] of redacted.entries()) {
      const row = blockOf(pixelRow, component.v, most.v);
      for (const { left, right } of ranges) {
        const from = blockOf(left, component.h, most.h);
        const to = blockOf(right - 1, component.h, most.h);
        this.#marks.fill(1, row * this.#across + from, row * this.#across + to + 1);
      }
    }
  }

  /** Blocks that complete the last MCUs count as the last ones of the image. */
  has(x: number, y: number): boolean {
    const [column, row] = [Math.min(x, this.#across - 1), Math.min(y, this.#down - 1)];
    return this.#marks[row * this.#across + column] === 1;
  }
}
