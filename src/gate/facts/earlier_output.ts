import { movedElement, type OutputElement } from "./output_element.ts";

/** Larger sequences and values are read again, which takes less time than a comparison. */
const [mostOfSequence, mostOfValue] = [64 << 10, 1 << 10];

/** A cursor over the elements of an earlier output. */
export interface EarlierElements {
  /** The element that has exactly the bytes from `at` on; undefined if they differ. */
  take(stream: Uint8Array, at: number): OutputElement | undefined;
  /** Continues with the element after this tag. */
  skip(tag: number): void;
}

/**
 * The output that was read before. Most elements of the next image of a series have the same bytes,
 * and the same bytes are read in the same way.
 */
export class EarlierOutput {
  constructor(
    readonly stream: Uint8Array,
    /** In the order of the file. */
    readonly all: readonly OutputElement[],
    readonly transferSyntaxUID: string,
  ) {}

  /** Starts with the first element. */
  elements(): EarlierElements {
    const { all, stream: earlier } = this;
    let next = 0;
    return {
      take(stream, at): OutputElement | undefined {
        const known = all[next];
        if (!known) return undefined;
        const { start, end } = known;
        const size = end - start;
        const most = known.vr === "SQ" ? mostOfSequence : mostOfValue;
        if (size > most || at + size > stream.length) return undefined;
        for (let byte = 0; byte < size; byte++) {
          if (stream[at + byte] !== earlier[start + byte]) return undefined;
        }
        next++;
        return at === start ? known : movedElement(known, at - start);
      },
      skip(tag): void {
        while ((all[next]?.tag ?? Infinity) <= tag) next++;
      },
    };
  }
}

/** For the first output. */
export const noElements: EarlierElements = {
  take: () => undefined,
  skip(): void {},
};
