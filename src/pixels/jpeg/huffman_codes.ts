import { huffmanTable } from "../codecs/huffman_table.ts";
import type { HuffmanCode } from "./jpeg_stream.ts";
import { damagedJpeg } from "./unfit_jpeg.ts";

/** For each prefix of some bits, 256 times a number of bits, and what follows; 0 if unknown. */
export type Lookup = Uint16Array;

/** A table, prepared to find the ends of blocks and to write symbols. */
export interface PreparedCode {
  /** Length of the code, and its symbol (ITU-T T.81 F.2.2.3). */
  readonly plain: Lookup;
  /**
   * Bits of code and coefficient together, and the number of coefficients (F.2.2.2). An end of
   * block counts as 128.
   */
  readonly ac: Lookup;
  /** The same by the first 10 bits, for shorter codes: it fits into the cache of a processor. */
  readonly shortAC: Lookup;
  /** For each symbol, 256 times its code, and its length; 0 if it has no code. */
  readonly words: Uint32Array;
}

const endOfBlock = 0;
const zeroRun = 0xf0;
/** More than an image needs: tables can change with every frame. */
const keptCodes = 16;

/** Prepares tables, and keeps those that were used last: frames of an image often share them. */
export class HuffmanCodes {
  readonly #prepared = new Map<string, PreparedCode>();

  /** Throws UnfitJpeg if the table is not a Huffman code. */
  prepare(code: HuffmanCode): PreparedCode {
    const key = `${code.lengths} ${code.symbols}`;
    const known = this.#prepared.get(key);
    if (known) return known;
    if (this.#prepared.size >= keptCodes) this.#prepared.clear();
    const prepared = prepareCode(code);
    this.#prepared.set(key, prepared);
    return prepared;
  }
}

function prepareCode({ lengths, symbols }: HuffmanCode): PreparedCode {
  const [plain, ac] = [new Uint16Array(1 << 16), new Uint16Array(1 << 16)];
  const words = new Uint32Array(256);
  let [word, next] = [0, 0];
  for (const [index, count] of lengths.entries()) {
    const length = index + 1;
    const step = 1 << (16 - length);
    for (let left = count; left > 0; left--, word++) {
      const symbol = symbols[next++] ?? 0;
      if ((word + 1) * step > plain.length) throw damagedJpeg();
      words[symbol] = word << 8 | length;
      plain.fill(length << 8 | symbol, word * step, (word + 1) * step);
      ac.fill(acEntry(length, symbol), word * step, (word + 1) * step);
    }
    word <<= 1;
  }
  const shortAC = new Uint16Array(1 << 10);
  for (let prefix = 0; prefix < shortAC.length; prefix++) {
    const isShort = (plain[prefix << 6] ?? 0) >> 8 <= 10;
    if (isShort) shortAC[prefix] = ac[prefix << 6] ?? 0;
  }
  return { plain, ac, shortAC, words };
}

function acEntry(length: number, symbol: number): number {
  const size = symbol & 0xf;
  if (symbol === endOfBlock) return length << 8 | 128;
  if (size === 0 && symbol !== zeroRun) return 0;
  return (length + size) << 8 | ((symbol >> 4) + 1);
}

/** A table with the symbols of another one, and those that it lacks. */
export function withSymbols(
  { lengths, symbols }: HuffmanCode,
  lacking: ReadonlySet<number>,
): HuffmanCode {
  const frequencies = Array.from({ length: 256 }, (_, symbol) => Number(lacking.has(symbol)));
  let next = 0;
  for (const [index, count] of lengths.entries()) {
    for (let left = count; left > 0; left--) frequencies[symbols[next++] ?? 0] = 2 ** (16 - index);
  }
  const made = huffmanTable(frequencies);
  return { lengths: Uint8Array.from(made.lengths), symbols: Uint8Array.from(made.symbols) };
}
