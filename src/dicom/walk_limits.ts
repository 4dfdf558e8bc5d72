import { SkippedFileError } from "../errors.ts";
import { isPixelData } from "./pixel_data.ts";
import type { ElementHead } from "./read_head.ts";
import { isKnownSequence } from "./unknown_sequence.ts";

const maxDepth = 64;
const maxElements = 1_000_000;
const maxLoadedValue = 1 << 20;

/** What a hostile header may cost: 64 levels, a million elements. Throws TOO_COMPLEX. */
export class WalkLimits {
  #seen = 0;

  count(what: "elements" | "items" | "fragments"): void {
    if (++this.#seen > maxElements) throw tooComplex(`has more than ${maxElements} ${what}`);
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
