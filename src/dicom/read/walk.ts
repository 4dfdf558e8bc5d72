import { SkippedFileError } from "../../model/errors.ts";
import { type Element, type Encoding, isPixelData, undefinedLength } from "../element.ts";
import { standardVR } from "../value_representation.ts";
import { type ByteWindow, isCutOff, isPadding, type LoadedBytes, readTag } from "./byte_window.ts";
import type { EarlierHeader } from "./earlier_header.ts";
import { encapsulated } from "./encapsulated.ts";
import { type ElementHead, malformed, readHead, truncated } from "./read_head.ts";
import { type Items, type Reading, readItems } from "./read_items.ts";
import type { Repair } from "./repairs.ts";
import { beginsAsSequence, encodingInsideUN, isKnownSequence } from "./unknown_vr.ts";
import { isSkipped, WalkLimits } from "./walk_limits.ts";

const longestInMeta = 0xffff;

/** Elements of a data set, and what has to be repaired in them. */
interface Walked {
  readonly elements: readonly Element[];
  readonly repairs: ReadonlySet<Repair>;
}

/**
 * Reads the elements of a data set (PS3.5 7), including sequences at any depth, within the bounds
 * of WalkLimits. Throws SkippedFileError MALFORMED, TRUNCATED or TOO_COMPLEX with the offset, never
 * with a value.
 */
export class Walker {
  readonly #limits: WalkLimits;
  readonly #reading: Reading;
  #repairs = new Set<Repair>();

  constructor(readonly window: ByteWindow) {
    this.#limits = new WalkLimits(this.window.reader.size);
    this.#reading = {
      window,
      limits: this.#limits,
      note: (repair) => void this.#repairs.add(repair),
      element: (at, end, encoding, depth) => this.#element(at, end, encoding, depth),
    };
  }

  /**
   * The elements from `start` to the end of the stream. Zeros after the last element are padding;
   * so are bytes after the pixel data that are not an element with a higher tag. Elements that have
   * the bytes of an `earlier` file are taken from there.
   */
  dataSet(start: number, encoding: Encoding, earlier?: EarlierHeader): Walked {
    const cursor = earlier?.elements(this.window, encoding);
    const elements: Element[] = [];
    const walked = { elements, repairs: this.#repairs };
    let at = start;
    for (;;) {
      const head = this.window.load(at, at + 8);
      if (!head) break;
      const last = elements.at(-1);
      if (last && isPadding(head, at)) return walked;
      const repeated = cursor?.take(at);
      if (repeated) this.#limits.countRepeated(repeated);
      const element = repeated ??
        (last && isPixelData(last.tag)
          ? this.#elementOrPadding(head, at, encoding, last.tag)
          : this.#element(at, Infinity, encoding, 0));
      if (!element) return walked;
      if (!repeated) cursor?.skip(element.tag);
      elements.push(element);
      at = element.end;
    }
    if (!elements.some(({ tag }) => isPixelData(tag)) && isCutOff(this.window, at)) {
      throw truncated(at);
    }
    return walked;
  }

  /** The elements of group 0002 from `start` on, in little endian (PS3.10 7.1). */
  fileMeta(start: number): Walked {
    const elements: Element[] = [];
    const walked = { elements, repairs: this.#repairs };
    let at = start;
    for (;;) {
      const head = this.window.load(at, at + 8);
      if (!head || head.uint16(at, true) !== 2) return walked;
      // letters would make a larger number
      const isShort = head.uint32(at + 4, true) <= longestInMeta;
      const explicitVR = !isShort || standardVR(head.uint16(at + 4, false)) !== undefined;
      if (!explicitVR) this.#repairs.add("FILE_META");
      const element = this.#element(at, Infinity, { littleEndian: true, explicitVR }, 0);
      elements.push(element);
      at = element.end;
    }
  }

  #elementOrPadding(
    head: LoadedBytes,
    at: number,
    encoding: Encoding,
    after: number,
  ): Element | undefined {
    if (readTag(head, at, encoding.littleEndian) <= after) return undefined;
    return this.#attempt(() => this.#element(at, Infinity, encoding, 0));
  }

  /** Undefined if it is malformed or truncated, or needs repairs other than `allowed`. */
  #attempt<T>(read: () => T, allowed?: Repair): T | undefined {
    const before = this.#repairs;
    this.#repairs = new Set();
    try {
      const result = read();
      const isAllowed = allowed === undefined || [...this.#repairs].every((one) => one === allowed);
      if (isAllowed) this.#repairs.forEach((repair) => before.add(repair));
      return isAllowed ? result : undefined;
    } catch (error) {
      if (!(error instanceof SkippedFileError) || error.code === "TOO_COMPLEX") throw error;
      return undefined;
    } finally {
      this.#repairs = before;
    }
  }

  #element(at: number, end: number, encoding: Encoding, depth: number): Element {
    this.#limits.count("elements", depth);
    const head = readHead(this.window, at, end, encoding);
    const { tag, vr, start, valueStart, length, hasInvalidVR } = head;
    if (tag >>> 16 === 0xfffe) throw malformed(at, "a delimiter is where an element should be");
    if (hasInvalidVR) this.#repairs.add("INVALID_VR");
    if (length === undefinedLength) return this.#undefinedLength(head, end, encoding, depth);
    const valueEnd = valueStart + length;
    if (valueEnd > end) {
      throw malformed(at, "a value is longer than the surrounding item or sequence");
    }
    if (length % 2 === 1) this.#repairs.add("ODD_LENGTH");
    const isSound = !hasInvalidVR && length % 2 === 0;
    const plain = {
      tag,
      vr,
      start,
      valueStart,
      valueEnd,
      end: valueEnd,
      isSound,
      items: undefined,
      isEncapsulated: false,
    };
    if (depth === 0 && isSkipped(head)) {
      if (length > 0 && !this.window.peek(valueEnd - 1, valueEnd)) throw truncated(at);
      return plain;
    }
    if (!this.window.has(valueStart, valueEnd)) throw truncated(at);
    const content = this.#definedItems(head, valueEnd, encoding, depth);
    return content
      ? { ...plain, items: content.items, isSound: isSound && content.isSound }
      : plain;
  }

  #undefinedLength(head: ElementHead, end: number, encoding: Encoding, depth: number): Element {
    const { tag, vr, start, valueStart, hasInvalidVR } = head;
    if (isPixelData(tag)) return encapsulated(this.#reading, head, end, encoding);
    if (encoding.explicitVR && vr !== "SQ" && vr !== "UN") {
      throw malformed(start, "a value has no length, but is not a sequence");
    }
    const inside = this.#encodingInside(head, end, encoding);
    const place = { start: valueStart, end, isDelimited: true, encoding: inside, depth: depth + 1 };
    const content = readItems(this.#reading, place);
    const { items, contentEnd: valueEnd, next } = content;
    const isSound = content.isSound && !hasInvalidVR;
    const element = { tag, vr, start, valueStart, valueEnd, end: next, items };
    return { ...element, isSound, isEncapsulated: false };
  }

  /**
   * The items of a sequence of defined length. A value of unknown VR (`UN`) is a sequence if it can
   * be read as items to its last byte. A value that should be a sequence and starts with an item
   * must be readable; if it starts otherwise, it is other content in place of a sequence.
   */
  #definedItems(
    head: ElementHead,
    valueEnd: number,
    encoding: Encoding,
    depth: number,
  ): Items | undefined {
    const { tag, vr, valueStart } = head;
    const inside = this.#encodingInside(head, valueEnd, encoding);
    const [start, end] = [valueStart, valueEnd];
    const place = { start, end, isDelimited: false, encoding: inside, depth: depth + 1 };
    const read = (): Items => readItems(this.#reading, place);
    const begins = beginsAsSequence(this.window, start, end, inside);
    if (isKnownSequence(tag, vr)) {
      if (begins || start === end) return read();
      this.#repairs.add("NOT_A_SEQUENCE");
      return undefined;
    }
    return vr === "UN" && begins ? this.#attempt(read, "ODD_LENGTH") : undefined;
  }

  #encodingInside({ vr, valueStart }: ElementHead, end: number, encoding: Encoding): Encoding {
    return vr === "UN" && encoding.explicitVR
      ? encodingInsideUN(this.window, valueStart, end)
      : encoding;
  }
}
