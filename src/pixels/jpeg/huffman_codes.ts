import { huffmanTable } from "../codecs/huffman_table.ts";
import type { HuffmanCode } from "./jpeg_stream.ts";
import { damagedJpeg } from "./unfit_jpeg.ts";

/** For each prefix of some bits, 256 times a number of bits, and what follows; 0 if unknown. */
export type Lookup = Uint16Array;

/** A table, prepared to find the ends of blocks and to write symbols. */
export interface PreparedCode {
  /** Length of the code, and its symbol (ITU-T T.81 F.2.2.3). */
  readonly plain: Lookup;
  readonly ac: Coefficients;
  /** For each symbol, 256 times its code, and its length; 0 if it has no code. */
  readonly words: Uint32Array;
}

/**
 * Bits of code and coefficient together, and the number of coefficients (F.2.2.2). An end of block
 * counts as 128.
 */
interface Coefficients {
  readonly long: Lookup;
  /** The same by the first 10 bits, for shorter codes: it fits into the cache of a processor. */
  readonly short: Lookup;
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
    const prepared = new LazyCode(code);
    this.#prepared.set(key, prepared);
    return prepared;
  }
}

/** The lookups are large. Most tables need only one of them. */
class LazyCode implements PreparedCode {
  readonly words = new Uint32Array(256);
  #plain: Lookup | undefined;
  #ac: Coefficients | undefined;

  constructor(readonly code: HuffmanCode) {
    eachWord(code, (symbol, length, word) => this.words[symbol] = word << 8 | length);
  }

  get plain(): Lookup {
    return this.#plain ??= lookupOf(this.code, (symbol, length) => length << 8 | symbol);
  }

  get ac(): Coefficients {
    return this.#ac ??= coefficientsOf(this.code);
  }
}

function coefficientsOf(code: HuffmanCode): Coefficients {
  const long = lookupOf(code, acEntry);
  const short = new Uint16Array(1 << 10);
  eachWord(code, (symbol, length, word) => {
    if (length > 10) return;
    short.fill(acEntry(symbol, length), word << (10 - length), (word + 1) << (10 - length));
  });
  return { long, short };
}

function lookupOf(code: HuffmanCode, entry: (symbol: number, length: number) => number): Lookup {
  const lookup = new Uint16Array(1 << 16);
  eachWord(code, (symbol, length, word) => {
    lookup.fill(entry(symbol, length), word << (16 - length), (word + 1) << (16 - length));
  });
  return lookup;
}

/** Calls a function for each code (T.81 C.2). Throws UnfitJpeg if it is not a Huffman code. */
function eachWord(
  { lengths, symbols }: HuffmanCode,
  visit: (symbol: number, length: number, word: number) => void,
): void {
  let [word, next] = [0, 0];
  for (const [index, count] of lengths.entries()) {
    const length = index + 1;
    for (let left = count; left > 0; left--, word++) {
      if (word >= 1 << length) throw damagedJpeg();
      visit(symbols[next++] ?? 0, length, word);
    }
    word <<= 1;
  }
}

function acEntry(symbol: number, length: number): number {
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
