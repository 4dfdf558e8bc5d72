import type { ByteWindow, LoadedBytes } from "./byte_window.ts";

/** Whether zeros take the place of an element header, which has 8 bytes. */
export function isPadding(bytes: LoadedBytes, at: number): boolean {
  return bytes.uint32(at, true) === 0 && bytes.uint32(at + 4, true) === 0;
}

/** Whether the last bytes, too few for an element header, are the start of one. */
export function isCutOff(window: ByteWindow, at: number): boolean {
  for (let to = at + 1; window.has(to - 1, to); to++) {
    if (window.bytes(to - 1, to)[0] !== 0) return true;
  }
  return false;
}
