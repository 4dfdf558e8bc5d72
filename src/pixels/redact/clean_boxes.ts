import { CodestreamCleaner, jpeg2000 } from "./clean_codestream.ts";
import type { StreamCleaner } from "./frame_cleaner.ts";

/** How many bytes of a box stay, or what else its content is. */
type Content = number | "boxes" | "JPEG 2000" | "JPEG XL" | "part of JPEG XL";

/**
 * The boxes of JP2 (ITU-T T.800 I.5) and JPEG XL (ISO/IEC 18181-2) files. Exif, XMP, other texts,
 * and what restores a JPEG file with its comments, are not needed for the picture.
 */
const contents: ReadonlyMap<string, Content> = new Map<string, Content>([
  ["jP  ", 4],
  ["JXL ", 4],
  ["ftyp", 12],
  ["jp2h", "boxes"],
  ["ihdr", 14],
  ["bpcc", Infinity],
  ["colr", Infinity],
  ["pclr", Infinity],
  ["cmap", Infinity],
  ["cdef", Infinity],
  ["jp2c", "JPEG 2000"],
  ["jxll", 1],
  ["jxlc", "JPEG XL"],
  ["jxlp", "part of JPEG XL"],
  ...["Exif", "xml ", "brob", "jumb", "jbrd", "jxli", "uuid", "uinf", "free", "skip"].map(
    (type): [string, Content] => [type, 0],
  ),
]);
const types = [...contents.keys()];

/**
 * Overwrites with zeros, in a file of boxes: boxes that no decoder needs, what is between them and
 * after the picture, and what {@link CodestreamCleaner} clears in a JPEG 2000 stream.
 */
export class BoxCleaner implements StreamCleaner {
  isEnded = false;
  #head = "";
  #headSize = 8;
  #left = 0;
  #index = 0;
  #content: Content = 0;
  #stream: CodestreamCleaner | undefined;
  #isLast = false;

  clean(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) {
      if (this.isEnded) return void bytes.fill(0, at, to);
      if (this.#left === 0) this.#readHead(bytes, at++);
      else at = this.#clean(bytes, at, Math.min(to, at + this.#left));
    }
  }

  /** Size and type; a size of 1 is followed by another of 8 bytes, and 0 means to the end. */
  #readHead(bytes: Uint8Array, at: number): void {
    const type = this.#head.slice(4) + String.fromCharCode(bytes[at] ?? 0);
    const isOfType = this.#head.length >= 4 && this.#head.length < 8;
    if (isOfType && !types.some((known) => known.startsWith(type))) bytes[at] = 0;
    this.#head += String.fromCharCode(bytes[at] ?? 0);
    if (this.#head.length === 8) this.#headSize = numberOf(this.#head.slice(0, 4)) === 1 ? 16 : 8;
    if (this.#head.length < this.#headSize) return;
    const size = this.#headSize === 16
      ? numberOf(this.#head.slice(8))
      : numberOf(this.#head.slice(0, 4)) || Infinity;
    this.#beginBox(contents.get(this.#head.slice(4, 8)) ?? 0, size - this.#headSize);
  }

  #beginBox(content: Content, size: number): void {
    [this.#head, this.#headSize, this.#index] = ["", 8, 0];
    this.#content = content;
    this.#left = content === "boxes" ? 0 : Math.max(0, size);
    this.#stream = content === "JPEG 2000" ? new CodestreamCleaner(jpeg2000) : undefined;
    this.#isLast = content === "JPEG 2000" || content === "JPEG XL";
  }

  /** Cleans content of a box, and returns the offset after it. */
  #clean(bytes: Uint8Array, from: number, to: number): number {
    if (this.#stream) this.#stream.clean(bytes, from, to);
    else if (typeof this.#content === "number") {
      const kept = Math.max(from, Math.min(to, from + this.#content - this.#index));
      bytes.fill(0, kept, to);
    } else if (this.#content === "part of JPEG XL" && this.#index === 0) {
      this.#isLast = (bytes[from] ?? 0) >= 0x80; // the highest bit of its number
    }
    this.#index += to - from;
    this.#left -= to - from;
    this.isEnded = this.#stream?.isEnded || (this.#left === 0 && this.#isLast);
    return to;
  }
}

function numberOf(head: string): number {
  let number = 0;
  for (let at = 0; at < head.length; at++) number = number * 256 + head.charCodeAt(at);
  return number;
}
