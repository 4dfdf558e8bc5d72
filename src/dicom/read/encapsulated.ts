import {
  type Element,
  type Encoding,
  type Fragment,
  itemDelimitation,
  itemTag,
  sequenceDelimitation,
  undefinedLength,
} from "../element.ts";
import * as Tag from "../tag.ts";
import { type ByteWindow, isPadding, type LoadedBytes, readTag } from "./byte_window.ts";
import { type ElementHead, malformed, truncated } from "./read_head.ts";
import type { Reading } from "./read_items.ts";
import type { Repair } from "./repairs.ts";

/**
 * Reads encapsulated pixel data. Its VR is OB (PS3.5 A.4), even if the file has another one. Throws
 * SkippedFileError.
 */
export function encapsulated(
  { window, limits, note }: Reading,
  { tag, vr, start, valueStart, hasInvalidVR }: ElementHead,
  end: number,
  encoding: Encoding,
): Element {
  const count = (): void => limits.count("fragments");
  const { fragments, repairs, ...value } = readFragments(window, valueStart, encoding, count);
  if (value.end > end) {
    throw malformed(start, "a value is longer than the surrounding item or sequence");
  }
  const hasNoVR = encoding.explicitVR && (hasInvalidVR || vr === "UN");
  for (const repair of repairs) note(repair);
  if (hasNoVR) note("INVALID_VR");
  const isSound = repairs.length === 0 && !hasNoVR;
  return {
    tag,
    start,
    valueStart,
    ...value,
    vr: hasNoVR ? "OB" : vr,
    items: undefined,
    isEncapsulated: true,
    isSound,
    ...(isSound ? {} : { fragments }),
  };
}

/** The value of encapsulated pixel data. */
export interface FragmentedValue {
  /** The end of the last fragment. */
  readonly valueEnd: number;
  /** The offset after the delimiter, if there is one. */
  readonly end: number;
  /** The offset table is the first. */
  readonly fragments: readonly Fragment[];
  readonly repairs: readonly Repair[];
}

/**
 * Finds the fragments of encapsulated pixel data (PS3.5 A.4). They end at a delimiter, at the end
 * of the file, or where the data set continues. Reads only the headers of the fragments and calls
 * `count` for each. Throws SkippedFileError MALFORMED or TRUNCATED.
 */
function readFragments(
  window: ByteWindow,
  valueStart: number,
  { littleEndian }: Encoding,
  count: () => void,
): FragmentedValue {
  const fragments: Fragment[] = [];
  const oddLength: Repair[] = [];
  const value = (valueEnd: number, { end, repairs }: End): FragmentedValue => ({
    valueEnd,
    end,
    fragments,
    repairs: [...repairs, ...oddLength],
  });
  for (let at = valueStart;;) {
    count();
    const hasFragments = fragments.length > 0;
    const head = window.peek(at, at + 8);
    if (!head) {
      if (hasFragments && isEndOfStream(window, at)) return value(at, missing(at));
      throw truncated(at);
    }
    const ended = endAt(head, at, littleEndian, hasFragments);
    if (ended) return value(at, ended);
    const length = head.uint32(at + 4, littleEndian);
    const isFragment = readTag(head, at, littleEndian) === itemTag && length !== undefinedLength;
    if (!isFragment) throw malformed(at, "pixel data contain something other than fragments");
    if (length % 2 === 1) oddLength[0] = "ODD_LENGTH";
    fragments.push({ start: at + 8, end: at + 8 + length });
    at += 8 + length;
  }
}

/** Where the fragments end, and what has to be repaired there. */
interface End {
  readonly end: number;
  readonly repairs: readonly Repair[];
}

/** The end of the fragments if they end at `at`; undefined if another fragment starts there. */
function endAt(
  head: LoadedBytes,
  at: number,
  littleEndian: boolean,
  hasFragments: boolean,
): End | undefined {
  const tag = readTag(head, at, littleEndian);
  if (tag === sequenceDelimitation) return { end: at + 8, repairs: [] };
  if (tag === itemDelimitation && head.uint32(at + 4, littleEndian) === 0) {
    return { end: at + 8, repairs: ["WRONG_DELIMITER"] };
  }
  const goesOn = tag > Tag.PixelData && tag >>> 16 !== 0xfffe;
  return hasFragments && (goesOn || isPadding(head, at)) ? missing(at) : undefined;
}

function missing(end: number): End {
  return { end, repairs: ["MISSING_DELIMITER"] };
}

/** The last fragment ends exactly there. */
function isEndOfStream(window: ByteWindow, at: number): boolean {
  return window.has(at - 1, at) && !window.has(at, at + 1);
}
