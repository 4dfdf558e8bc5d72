import type { Leaf } from "./output_file.ts";

/** Of leaves in the order of the file, the first one that ends behind a byte. */
export function leafIndex(leaves: readonly Leaf[], at: number): number {
  let [from, to] = [0, leaves.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((leaves[middle]?.end ?? Infinity) <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The element of whose value a byte is part. */
export function leafAt(leaves: readonly Leaf[], at: number): Leaf | undefined {
  const leaf = leaves[leafIndex(leaves, at)];
  return leaf && at >= leaf.start ? leaf : undefined;
}
