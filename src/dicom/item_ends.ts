import type { ByteWindow } from "./byte_window.ts";
import { itemDelimitation, itemTag, sequenceDelimitation } from "./delimiters.ts";
import type { Encoding } from "./element.ts";
import { truncated } from "./read_head.ts";
import { readTag } from "./read_tag.ts";
import type { Repair } from "./repairs.ts";

/** The end of an item or a sequence, and the repair that it needs. */
export interface End {
  /** The offset after its delimiter. */
  readonly next: number;
  readonly repair?: Repair;
}

/** An offset, and the end of the surrounding item or sequence (Infinity if it is not known). */
export interface Place {
  readonly at: number;
  readonly limit: number;
  readonly encoding: Encoding;
}

/**
 * Whether an item of undefined length ends at an offset (PS3.5 7.5). A sequence delimiter counts as
 * the delimiter of the item if the sequence continues after it. Throws SkippedFileError TRUNCATED.
 */
export function endOfItem(window: ByteWindow, place: Place): End | undefined {
  const { at, limit } = place;
  if (at === limit) return { next: at, repair: "MISSING_DELIMITER" };
  switch (tagAt(window, place, true)) {
    case itemDelimitation:
      return { next: at + 8 };
    case itemTag:
      return { next: at, repair: "MISSING_DELIMITER" };
    case sequenceDelimitation:
      return sequenceGoesOn(window, { ...place, at: at + 8 }) || at + 8 === limit
        ? { next: at + 8, repair: "WRONG_DELIMITER" }
        : { next: at, repair: "MISSING_DELIMITER" };
  }
  return undefined;
}

/**
 * Whether a sequence ends at an offset where no item starts. An item delimiter ends it, unless the
 * sequence continues after it (`isStray`).
 */
export function endOfSequence(
  window: ByteWindow,
  place: Place,
  isDelimited: boolean,
): (End & { readonly isStray?: true }) | undefined {
  const { at, limit } = place;
  const wrong = { next: at + 8, repair: "WRONG_DELIMITER" } as const;
  switch (tagAt(window, place, true)) {
    case sequenceDelimitation:
      if (isDelimited) return { next: at + 8 };
      return at + 8 === limit ? wrong : undefined;
    case itemDelimitation: {
      const isStray = sequenceGoesOn(window, { ...place, at: at + 8 });
      if (isStray) return { ...wrong, isStray };
      return isDelimited || at + 8 === limit ? wrong : undefined;
    }
  }
  return undefined;
}

function sequenceGoesOn(window: ByteWindow, place: Place): boolean {
  const tag = tagAt(window, place, false);
  return tag === itemTag || tag === sequenceDelimitation;
}

function tagAt(
  window: ByteWindow,
  { at, limit, encoding }: Place,
  isRequired: boolean,
): number | undefined {
  if (at + 8 > limit) return undefined;
  const bytes = window.load(at, at + 8);
  if (bytes) return readTag(bytes, at, encoding.littleEndian);
  if (isRequired) throw truncated(at);
  return undefined;
}
