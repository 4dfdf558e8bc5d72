import type { ByteReader, ByteWindow } from "./byte_window.ts";
import { type CharacterSet, characterSet, defaultCharacterSet } from "./character_set.ts";
import { decodeNumbers } from "./decode_numbers.ts";
import { decodeText, trimPadding } from "./decode_text.ts";
import type { Element, Encoding } from "./element.ts";
import { latinText } from "./latin_text.ts";
import type { RealSyntax } from "./real_syntax.ts";
import type { Repair } from "./repairs.ts";
import { vrOf } from "./vr_of.ts";

const specificCharacterSet = 0x00080005;

/** What a data set is in, as it really is, whatever the file says. */
export interface DataSetFacts extends RealSyntax {
  readonly encoding: Encoding;
  /** What was wrong with the file and is right in what is written of it. */
  readonly repairs: ReadonlySet<Repair>;
}

/** The header of a DICOM file: every element and where it lies; large values are not loaded. */
export class Header {
  readonly #byTag = new Map<number, Element>();
  #characters: CharacterSet | undefined;

  constructor(
    readonly window: ByteWindow,
    /** Group 0002, empty when the file has none. */
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

  /** Reads the data set's stream from its start, while the file is open; what is loaded from memory. */
  source(): ByteReader {
    const { size, readAt } = this.reopen();
    return {
      size,
      readAt: (buffer, offset) => this.window.copyTo(buffer, offset) || readAt(buffer, offset),
    };
  }

  /** The element of that tag in the file meta or at the top of the data set. */
  find(tag: number): Element | undefined {
    return this.#byTag.get(tag);
  }

  /** The value's bytes as they are in the file, not copied. Throws RangeError for a large value. */
  value(element: Element): Uint8Array {
    return this.window.bytes(element.valueStart, element.valueEnd);
  }

  /** The character set of the top of the data set. */
  get characters(): CharacterSet {
    return this.#characters ??= this.characterSetOf(this.elements);
  }

  /** The character set of a data set or item; where it names none, that of what holds it. */
  characterSetOf(
    elements: readonly Element[],
    outside: CharacterSet = defaultCharacterSet,
  ): CharacterSet {
    const element = elements.find(({ tag }) => tag === specificCharacterSet);
    if (!element || element.items) return outside;
    return characterSet(latinText(this.value(element)).split("\\"));
  }

  /** The text of a value at the top of the data set, decoded; undefined when empty. */
  text(tag: number): string | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart > 1024) return undefined;
    const texts = decodeText(this.value(element), vrOf(element), this.characters);
    return texts.join("\\") || undefined;
  }

  /** A value of ASCII characters (UI, CS, IS, DS, DA …) without its padding; undefined when empty. */
  ascii(tag: number): string | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart > 1024) return undefined;
    const text = latinText(this.value(element));
    return trimPadding(text) || undefined;
  }

  /** The first number of a value of 16 bits (US). */
  number(tag: number): number | undefined {
    const element = this.find(tag);
    if (!element || element.items || element.valueEnd - element.valueStart > 1024) return undefined;
    return decodeNumbers(this.value(element), "US", this.encoding.littleEndian)[0];
  }
}
