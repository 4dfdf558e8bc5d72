import { vrOf } from "../dictionary.ts";
import type { Element, Encoding } from "../element.ts";
import * as Tag from "../tag.ts";
import { type CharacterSet, characterSet, defaultCharacterSet } from "../text/character_set.ts";
import { decodeNumbers } from "../text/decode_numbers.ts";
import { decodeText, latinText, trimPadding } from "../text/decode_text.ts";
import type { ByteReader, ByteWindow } from "./byte_window.ts";
import type { RealSyntax } from "./real_syntax.ts";
import type { Repair } from "./repairs.ts";

/** The real transfer syntax and encoding of a data set, which can differ from the declared ones. */
export interface DataSetFacts extends RealSyntax {
  readonly encoding: Encoding;
  /** Errors of the file that are corrected in the output. */
  readonly repairs: ReadonlySet<Repair>;
}

/** The header of a DICOM file: every element with its offsets. Large values are not loaded. */
export class Header {
  readonly #byTag = new Map<number, Element>();
  #characters: CharacterSet | undefined;

  constructor(
    readonly window: ByteWindow,
    /** Group 0002; empty if the file has none. */
    readonly meta: readonly Element[],
    readonly elements: readonly Element[],
    readonly facts: DataSetFacts,
    readonly fileSize: number,
    readonly reopen: () => ByteReader,
  ) {
    for (const element of meta) this.#byTag.set(element.tag, element);
    for (const element of elements) this.#byTag.set(element.tag, element);
  }

  get encoding(): Encoding {
    return this.facts.encoding;
  }

  get transferSyntaxUID(): string {
    return this.facts.transferSyntaxUID;
  }

  /**
   * Reads the stream of the data set from its start while the file is open; loaded parts from
   * memory.
   */
  source(): ByteReader {
    const { size, readAt } = this.reopen();
    return {
      size,
      readAt: (buffer, offset) => this.window.copyTo(buffer, offset) || readAt(buffer, offset),
    };
  }

  /** The element with this tag in the file meta information or at the top level of the data set. */
  find(tag: number): Element | undefined {
    return this.#byTag.get(tag);
  }

  /** The bytes of a value as in the file, not copied. Throws RangeError for a large value. */
  value(element: Element): Uint8Array {
    return this.window.bytes(element.valueStart, element.valueEnd);
  }

  /** The character set at the top level of the data set. */
  get characters(): CharacterSet {
    return this.#characters ??= this.characterSetOf(this.elements);
  }

  /** The character set of a data set or item; if it declares none, that of its parent. */
  characterSetOf(
    elements: readonly Element[],
    outside: CharacterSet = defaultCharacterSet,
  ): CharacterSet {
    const element = elements.find(({ tag }) => tag === Tag.SpecificCharacterSet);
    if (!element || element.items) return outside;
    return characterSet(latinText(this.value(element)).split("\\"));
  }

  /** The decoded text of a top-level value; undefined if it is empty. */
  text(tag: number): string | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart > 1024) return undefined;
    const texts = decodeText(this.value(element), vrOf(element), this.characters);
    return texts.join("\\") || undefined;
  }

  /** An ASCII value (UI, CS, IS, DS, DA …) without padding; undefined if it is empty. */
  ascii(tag: number): string | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart > 1024) return undefined;
    const text = latinText(this.value(element));
    return trimPadding(text) || undefined;
  }

  /** The first number of a 16-bit value (US). */
  number(tag: number): number | undefined {
    const element = this.find(tag);
    if (!element || element.items || element.valueEnd - element.valueStart > 1024) return undefined;
    return decodeNumbers(this.value(element), "US", this.encoding.littleEndian)[0];
  }
}
