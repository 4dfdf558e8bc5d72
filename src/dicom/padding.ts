import type { ByteWindow } from "./byte_window.ts";

/** Whether zeros stand where the head of an element would; its 8 bytes must be loaded. */
export function isPadding(window: ByteWindow, at: number): boolean {
  return window.uint32(at, true) === 0 && window.uint32(at + 4, true) === 0;
}

/** Whether what is left, too short for an element's head, is the beginning of one. */
export function isCutOff(window: ByteWindow, at: number): boolean {
  for (let to = at + 1; window.has(to - 1, to); to++) {
    if (window.bytes(to - 1, to)[0] !== 0) return true;
  }
  return false;
}
