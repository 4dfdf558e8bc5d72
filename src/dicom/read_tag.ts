import type { LoadedBytes } from "./byte_window.ts";

/** The tag at `at` as `0xGGGGEEEE`. */
export function readTag(bytes: LoadedBytes, at: number, littleEndian: boolean): number {
  return bytes.uint16(at, littleEndian) * 0x10000 + bytes.uint16(at + 2, littleEndian);
}
