import { SkippedFileError } from "../errors.ts";
import type { Leaf } from "./output_file.ts";

/**
 * The most characters read to judge hits in one text (about a second). Ordinary files need
 * thousands.
 */
const most = 500_000_000;
/** The most bytes read around a hit in binary data; a value up to `longestValue` is read whole. */
const aroundBytes = 8 << 10;
const longestValue = 64 << 10;
const bytes = new Set(["OB", "OW", "UN"]);

/** Limits the cost of judging hits in binary data, for which the surrounding bytes are read. */
export class SearchCost {
  #left = most;

  /** Counts one hit, inside an element or outside of all. Throws SkippedFileError TOO_COMPLEX. */
  spend(leaf?: Pick<Leaf, "vr" | "start" | "end">): void {
    this.#left -= leaf ? costIn(leaf) : aroundBytes;
    if (this.#left >= 0) return;
    throw new SkippedFileError("TOO_COMPLEX", "it repeats identifying values in bytes too often");
  }
}

function costIn({ vr, start, end }: Pick<Leaf, "vr" | "start" | "end">): number {
  return bytes.has(vr) ? Math.min(end - start, longestValue) + aroundBytes : 0;
}
