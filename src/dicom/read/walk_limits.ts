import { SkippedFileError } from "../../model/errors.ts";
import { type Element, isPixelData } from "../element.ts";
import type { ElementHead } from "./read_head.ts";
import { isKnownSequence } from "./unknown_vr.ts";

const maxDepth = 64;
/** The most elements, items and fragments of one file. */
const maxElements = 1_000_000;
/** The most elements and items in sequences, which need most memory, for a file of any size. */
const maxNested = 400_000;
/** A larger file may have one more for each of this number of bytes. */
const bytesOfNested = 25;
const maxLoadedValue = 1 << 20;

/**
 * Limits the cost of a header: 64 levels; a million elements, items and fragments; in sequences
 * 400,000 elements and items, or more in a large file. Throws SkippedFileError TOO_COMPLEX.
 */
export class WalkLimits {
  #seen = 0;
  #nested = 0;
  readonly #maxNested: number;

  /** `size` of the file in bytes; Infinity for an inflated stream, whose size is not known. */
  constructor(size: number) {
    const ofSize = Number.isFinite(size) ? size / bytesOfNested : 0;
    this.#maxNested = Math.min(maxElements, Math.max(maxNested, Math.floor(ofSize)));
  }

  count(what: "elements" | "items" | "fragments", depth = 0): void {
    if (++this.#seen > maxElements) throw tooComplex(`has more than ${maxElements} ${what}`);
    if (depth > 0 && ++this.#nested > this.#maxNested) {
      throw tooComplex(`has more than ${this.#maxNested} items and elements in sequences`);
    }
  }

  /** Counts an element that was read before, with its items. */
  countRepeated({ items }: Element, depth = 0): void {
    this.count("elements", depth);
    if (!items) return;
    for (const { elements } of items) {
      this.count("items", depth + 1);
      for (const element of elements) this.countRepeated(element, depth + 1);
    }
  }

  descend(depth: number): void {
    if (depth > maxDepth) throw tooComplex(`nests sequences more than ${maxDepth} deep`);
  }
}

/** Whether a top-level value is skipped without being loaded. */
export function isSkipped({ tag, vr, length }: ElementHead): boolean {
  return isPixelData(tag) || (length > maxLoadedValue && !isKnownSequence(tag, vr));
}

function tooComplex(what: string): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", `its header ${what}`);
}
