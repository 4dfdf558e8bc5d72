import type { ByteWindow } from "./byte_window.ts";

/** The tag at `at`, which must be loaded, as `0xGGGGEEEE`. */
export function readTag(window: ByteWindow, at: number, littleEndian: boolean): number {
  return window.uint16(at, littleEndian) * 0x10000 + window.uint16(at + 2, littleEndian);
}
