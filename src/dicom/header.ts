import type { ByteWindow } from "./byte_window.ts";
import type { Element, Encoding } from "./element.ts";

/** The header of a DICOM file: every element and where it lies; large values are not loaded. */
export class Header {
  readonly #byTag: Map<number, Element>;

  constructor(
    readonly window: ByteWindow,
    /** Group 0002, empty when the file has none. */
    readonly meta: readonly Element[],
    readonly elements: readonly Element[],
    readonly encoding: Encoding,
    /** As the data set really is, whatever the file says. */
    readonly transferSyntaxUID: string,
    readonly fileSize: number,
  ) {
    this.#byTag = new Map([...meta, ...elements].map((element) => [element.tag, element]));
  }

  /** The element of that tag in the file meta or at the top of the data set. */
  find(tag: number): Element | undefined {
    return this.#byTag.get(tag);
  }

  /** The value's bytes as they are in the file, not copied. Throws RangeError for a large value. */
  value(element: Element): Uint8Array {
    return this.window.bytes(element.valueStart, element.valueEnd);
  }

  /** A value of ASCII characters (UI, CS, IS, DS, DA …) without its padding; undefined when empty. */
  ascii(tag: number): string | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart > 1024) return undefined;
    const text = new TextDecoder("latin1").decode(this.value(element));
    return text.replace(/[\0 ]+$/, "").trimStart() || undefined;
  }

  /** The first number of a value of VR IS, as an integer that fits the catalogue. */
  integer(tag: number): number | undefined {
    const text = this.ascii(tag)?.split("\\")[0]?.trim() ?? "";
    const number = /^[+-]?\d{1,12}$/.test(text) ? Number(text) : undefined;
    return number !== undefined && Math.abs(number) < 2 ** 31 ? number : undefined;
  }

  /** A value of VR US. */
  uint16(tag: number): number | undefined {
    const element = this.find(tag);
    if (!element || element.valueEnd - element.valueStart < 2) return undefined;
    const { buffer, byteOffset } = this.value(element);
    return new DataView(buffer, byteOffset, 2).getUint16(0, this.encoding.littleEndian);
  }
}
