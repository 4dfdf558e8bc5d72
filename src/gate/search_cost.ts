import { SkippedFileError } from "../errors.ts";
import type { Leaf } from "./output_file.ts";

/** Characters read to judge the hits in one text; a second's time. Honest files need a few thousand. */
const most = 500_000_000;
/** What is read around a hit in bytes, at most, and all of a value that is not longer than this. */
const aroundBytes = 8 << 10;
const longestValue = 64 << 10;
const bytes = new Set(["OB", "OW", "UN"]);

/** Bounds what it costs to judge hits: those in bytes are looked at with what is around them. */
export class SearchCost {
  #left = most;

  /** Counts one hit, in an element or in bytes that are none. Throws SkippedFileError TOO_COMPLEX. */
  spend(leaf?: Pick<Leaf, "vr" | "start" | "end">): void {
    this.#left -= leaf ? costIn(leaf) : aroundBytes;
    if (this.#left >= 0) return;
    throw new SkippedFileError("TOO_COMPLEX", "it repeats identifying values in bytes too often");
  }
}

function costIn({ vr, start, end }: Pick<Leaf, "vr" | "start" | "end">): number {
  return bytes.has(vr) ? Math.min(end - start, longestValue) + aroundBytes : 0;
}
