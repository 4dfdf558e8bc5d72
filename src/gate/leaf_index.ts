import type { Leaf } from "./output_file.ts";

/** Index of the first leaf that ends after a byte; the leaves must be in the order of the file. */
export function leafIndex(leaves: readonly Leaf[], at: number): number {
  let [from, to] = [0, leaves.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((leaves[middle]?.end ?? Infinity) <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The leaf whose value contains a byte. */
export function leafAt(leaves: readonly Leaf[], at: number): Leaf | undefined {
  const leaf = leaves[leafIndex(leaves, at)];
  return leaf && at >= leaf.start ? leaf : undefined;
}
