/** A Huffman table (ITU-T T.81 C): codes by symbol, and the lists of a DHT segment. */
export interface HuffmanTable {
  /** The number of codes of each length, 1 to 16. */
  readonly lengths: readonly number[];
  /** The symbols, those with shorter codes first. */
  readonly symbols: readonly number[];
  /** Code and length of each symbol. */
  readonly codes: ReadonlyMap<number, { readonly code: number; readonly length: number }>;
}

const longest = 16;

/** The best table for symbols with these frequencies (ITU-T T.81 K.2). */
export function huffmanTable(frequencies: readonly number[]): HuffmanTable {
  const present = [...frequencies.entries()].filter(([, count]) => count > 0);
  const ordered = present.toSorted(([a, left], [b, right]) => right - left || a - b);
  const symbols = ordered.map(([symbol]) => symbol);
  const lengths = limited(codeSizes(ordered.map(([, count]) => count)));
  const codes = new Map<number, { code: number; length: number }>();
  let [code, next] = [0, 0];
  for (const [index, count] of lengths.entries()) {
    for (let left = count; left > 0; left--) {
      codes.set(symbols[next++] ?? 0, { code: code++, length: index + 1 });
    }
    code <<= 1;
  }
  return { lengths, symbols, codes };
}

/**
 * The number of codes of each size, from size 0 on. A further symbol, the rarest, is for the code
 * of ones only, which is never used.
 */
function codeSizes(counts: readonly number[]): number[] {
  let nodes = [...counts, 0.5].map((count, at) => ({ count, leaves: [at] }));
  const sizes = nodes.map(() => 0);
  while (nodes.length > 1) {
    nodes = nodes.toSorted((a, b) => b.count - a.count);
    const [last, other] = [nodes.pop(), nodes.pop()];
    if (!last || !other) break;
    const leaves = [...other.leaves, ...last.leaves];
    for (const leaf of leaves) sizes[leaf] = (sizes[leaf] ?? 0) + 1;
    nodes.push({ count: last.count + other.count, leaves });
  }
  const bits = Array.from({ length: Math.max(...sizes, longest) + 1 }, () => 0);
  for (const size of sizes) bits[size] = (bits[size] ?? 0) + 1;
  return bits;
}

/** No code is longer than 16 bits (ITU-T T.81 figure K.3); without the code of ones only. */
function limited(bits: number[]): number[] {
  const add = (size: number, by: number): void => {
    bits[size] = (bits[size] ?? 0) + by;
  };
  for (let size = bits.length - 1; size > longest; size--) {
    while ((bits[size] ?? 0) > 0) {
      let shorter = size - 2;
      while (bits[shorter] === 0) shorter--;
      add(size, -2);
      add(size - 1, 1);
      add(shorter + 1, 2);
      add(shorter, -1);
    }
  }
  add(bits.findLastIndex((count) => count > 0), -1);
  return bits.slice(1, longest + 1);
}
