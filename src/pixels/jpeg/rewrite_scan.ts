import type { BitOutput } from "./bit_output.ts";
import type { FlatBlocks, ScanOrder } from "./block_grid.ts";
import type { PreparedCode } from "./huffman_codes.ts";
import { damagedJpeg } from "./unfit_jpeg.ts";

/** A component of a scan that is written again. */
export interface RewrittenComponent {
  /** The codes of the source. */
  readonly dc: PreparedCode;
  readonly ac: PreparedCode;
  /** The codes of the output, if they are others. */
  readonly dcWords: Uint32Array;
  readonly acWords: Uint32Array;
  readonly flat: FlatBlocks;
  /** The quantized DC coefficient of flat blocks. */
  readonly black: number;
  /** Symbols without a code in the output. */
  readonly lacking: { readonly dc: Set<number>; readonly ac: Set<number> };
}

/** With the DC coefficients of the last block, in the source and in the output. */
interface State extends RewrittenComponent {
  readonly categories: PreparedCode["plain"];
  readonly coefficients: PreparedCode["ac"];
  read: number;
  written: number;
}

/** A block of an MCU, and how many of its component an MCU has. */
interface Block {
  readonly state: State;
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
}

/** A block that is read beyond the end of the data has at most 63 times 31 bits. */
export const margin = 256;
const endOfBlock = 0;
/** Of a DC difference of 12 bits (T.81 table F.6). */
const mostBits = 15;

/**
 * Copies the blocks of a scan with Huffman codes (ITU-T T.81 F.2.2). Blocks that become flat, and
 * the DC differences of the blocks after them, are written anew; all other bits are copied. With
 * `isRecoded`, every symbol is written with the codes of the output.
 */
export class ScanRewriter {
  #data: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #bit = 0;
  #end = 0;
  /** The bits before are in the output. */
  #copied = 0;
  readonly #states: readonly State[];
  readonly #blocks: readonly Block[];

  constructor(
    components: readonly RewrittenComponent[],
    readonly order: ScanOrder,
    readonly output: BitOutput,
    readonly isRecoded: boolean,
  ) {
    this.#states = components.map((component) => ({
      ...component,
      categories: component.dc.plain,
      coefficients: component.ac.ac,
      read: 0,
      written: 0,
    }));
    this.#blocks = order.blocks.flatMap(({ at, x, y }) => {
      const [state, step] = [this.#states[at], order.steps[at]];
      return state && step ? [{ state, x, y, across: step.across, down: step.down }] : [];
    });
  }

  /**
   * Writes the MCUs of a restart interval. `data` has no stuffed bytes, and {@link margin} bytes
   * more than `size`. Throws UnfitJpeg if a code is unknown or the data end too early.
   */
  rewrite(data: Uint8Array, size: number, firstMcu: number, endMcu: number): void {
    if (this.#data !== data) this.#view = new DataView(data.buffer);
    [this.#data, this.#bit, this.#end, this.#copied] = [data, 0, 8 * size, 0];
    for (const state of this.#states) state.read = state.written = 0;
    const { mcusAcross } = this.order;
    for (let mcu = firstMcu; mcu < endMcu; mcu++) {
      const column = mcu % mcusAcross;
      const row = (mcu - column) / mcusAcross;
      for (const { state, x, y, across, down } of this.#blocks) {
        const isFlat = state.flat[row * down + y]?.[column * across + x] === 1;
        this.#block(state, isFlat);
      }
    }
    this.#copyTo(this.#bit);
  }

  #block(state: State, isFlat: boolean): void {
    const from = this.#bit;
    const before = state.read;
    const afterDC = this.#readDC(state);
    const to = this.#skipAC(state, afterDC);
    if (isFlat) {
      this.#copyTo(from);
      this.#putDC(state, state.black);
      this.#put(state.acWords, endOfBlock, state.lacking.ac);
      this.#copied = to;
    } else if (this.isRecoded || before !== state.written) {
      this.#copyTo(from);
      this.#putDC(state, state.read);
      if (this.isRecoded) this.#recodeAC(state, afterDC);
      this.#copied = this.isRecoded ? to : afterDC;
    } else state.written = state.read;
    this.#bit = to;
  }

  /** Returns the offset after the difference. */
  #readDC(state: State): number {
    const entry = state.categories[this.#peek(this.#bit)] ?? 0;
    const [start, size] = [this.#bit + (entry >>> 8), entry & 0xff];
    if (entry === 0 || size > mostBits) throw damagedJpeg();
    if (size === 0) return start;
    const bits = this.#bits(start, size);
    state.read += bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    return start + size;
  }

  /** Returns the offset after the block. */
  #skipAC({ coefficients: { long, short } }: State, from: number): number {
    const view = this.#view;
    let bit = from;
    let next = 1;
    while (next < 64) {
      const prefix = view.getInt32(bit >>> 3) << (bit & 7) >>> 16;
      const entry = short[prefix >>> 6] || long[prefix] || 0;
      if (entry === 0) throw damagedJpeg();
      bit += entry >>> 8;
      next += entry & 0xff;
    }
    const isComplete = next === 64 || next > 128;
    if (!isComplete || bit > this.#end) throw damagedJpeg();
    return bit;
  }

  #recodeAC({ ac, acWords, lacking }: State, from: number): void {
    let bit = from;
    for (let next = 1; next < 64;) {
      const entry = ac.plain[this.#peek(bit)] ?? 0;
      const symbol = entry & 0xff;
      const size = symbol & 0xf;
      bit += entry >>> 8;
      this.#put(acWords, symbol, lacking.ac);
      if (size > 0) this.output.put(this.#bits(bit, size), size);
      bit += size;
      next += symbol === endOfBlock ? 64 : (symbol >> 4) + 1;
    }
  }

  #putDC(state: State, value: number): void {
    const difference = value - state.written;
    state.written = value;
    const size = 32 - Math.clz32(Math.abs(difference));
    if (size > mostBits) throw damagedJpeg();
    this.#put(state.dcWords, size, state.lacking.dc);
    this.output.put(difference < 0 ? difference - 1 : difference, size);
  }

  #put(words: Uint32Array, symbol: number, lacking: Set<number>): void {
    const word = words[symbol] ?? 0;
    if (word === 0) lacking.add(symbol);
    this.output.put(word >>> 8, word & 0xff);
  }

  /** At most 16 bits. */
  #bits(bit: number, count: number): number {
    return this.#peek(bit) >>> (16 - count);
  }

  #peek(bit: number): number {
    return this.#view.getInt32(bit >>> 3) << (bit & 7) >>> 16;
  }

  #copyTo(bit: number): void {
    if (bit > this.#copied) this.output.copy(this.#data, this.#copied, bit);
  }
}
