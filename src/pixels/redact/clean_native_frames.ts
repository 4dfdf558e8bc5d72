import { damagedStream, type FrameCleaner } from "./frame_cleaner.ts";

/**
 * Clears the byte after a frame in encapsulated uncompressed pixel data (PS3.5 A.4.11). A fragment
 * with more bytes than its frame needs is refused.
 */
export class NativeFrameCleaner implements FrameCleaner {
  #left = 0;

  /** The bytes of a frame. */
  constructor(readonly frameSize: number) {}

  beginFragment(length: number): void {
    if (this.#left === 0) this.#left = this.frameSize;
    if (length > this.#left + 1) throw damagedStream("have fragments longer than a frame");
  }

  clean(bytes: Uint8Array, from: number, to: number): void {
    const kept = Math.min(to - from, this.#left);
    bytes.fill(0, from + kept, to);
    this.#left -= kept;
  }
}
