import { SkippedFileError } from "../errors.ts";
import { isPixelData } from "./pixel_data.ts";
import type { ElementHead } from "./read_head.ts";
import { isKnownSequence } from "./unknown_sequence.ts";

const maxDepth = 64;
/** Of any kind, in one file. */
const maxElements = 1_000_000;
/** Of those inside sequences, which take most memory, a file may have so many whatever its size. */
const maxNested = 400_000;
/** A larger file may have one for each of so many bytes. */
const bytesOfNested = 25;
const maxLoadedValue = 1 << 20;

/**
 * What a hostile header may cost: 64 levels, a million elements, items and fragments, and inside
 * sequences 400,000 of them or as many as a large file has room for. Throws TOO_COMPLEX.
 */
export class WalkLimits {
  #seen = 0;
  #nested = 0;
  readonly #maxNested: number;

  /** `size` is that of the file, in bytes; of a stream that is inflated it is not known. */
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

  descend(depth: number): void {
    if (depth > maxDepth) throw tooComplex(`nests sequences more than ${maxDepth} deep`);
  }
}

/** Whether a value at the top of a data set is passed over without being loaded. */
export function jumpsOver({ tag, vr, length }: ElementHead): boolean {
  return isPixelData(tag) || (length > maxLoadedValue && !isKnownSequence(tag, vr));
}

function tooComplex(what: string): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", `its header ${what}`);
}
