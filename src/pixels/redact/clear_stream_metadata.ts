import type { EditBytes } from "../../dicom/write/edited.ts";
import { CodestreamCleaner, jpeg, jpeg2000 } from "./clean_codestream.ts";

const itemHead = 8;
/** SOI; SOC and SIZ (ITU-T T.81 B.1.1.3, T.800 A.4). */
const [startOfJpeg, startOfJpeg2000] = [0xffd8, 0xff4fff51];

/**
 * Clears comments, Exif and thumbnails in compressed pixel data. The pictures and all lengths stay
 * the same. For encapsulated pixel data (PS3.5 A.4); the parts must come in order, each once.
 */
export function clearStreamMetadata(): EditBytes {
  let clean = fragmentCleaner();
  return (part, offset) => {
    if (offset === 0) clean = fragmentCleaner();
    clean(part);
  };
}

function fragmentCleaner(): (part: Uint8Array) => void {
  const frame = new Frame();
  let length = 0;
  let filled = 0;
  let left = 0;
  let fragments = 0;
  const readHead = (byte: number): void => {
    if (filled >= 4) length += byte * 256 ** (filled - 4);
    if (++filled < itemHead) return;
    [left, length, filled] = [length, 0, 0];
    if (++fragments > 1) frame.beginFragment(); // the first one is the offset table
  };
  return (part) => {
    for (let at = 0; at < part.length;) {
      if (left === 0) {
        readHead(part[at++] ?? 0);
        continue;
      }
      const end = Math.min(part.length, at + left);
      if (fragments > 1) frame.clean(part, at, end);
      left -= end - at;
      at = end;
    }
  };
}

/** The compressed stream of a frame, in one or several fragments. */
class Frame {
  #codestream: CodestreamCleaner | undefined;
  #seen = 0;
  #start = 0;

  beginFragment(): void {
    [this.#seen, this.#start] = [0, 0];
  }

  clean(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    for (; at < to && this.#seen < 4; at++) this.#meetStart(bytes, at);
    this.#codestream?.clean(bytes, at, to);
  }

  #meetStart(bytes: Uint8Array, at: number): void {
    this.#start = (this.#start * 256 + (bytes[at] ?? 0)) % 2 ** 32;
    this.#seen++;
    if (!this.#codestream?.isEnded) this.#codestream?.clean(bytes, at, at + 1);
    if (this.#seen === 2 && this.#start === startOfJpeg) {
      this.#codestream = new CodestreamCleaner(jpeg);
    }
    if (this.#seen === 4 && this.#start === startOfJpeg2000) {
      this.#codestream = new CodestreamCleaner(jpeg2000);
      this.#codestream.clean(Uint8Array.of(0xff, 0x51), 0, 2);
    }
  }
}
