import type { EditBytes } from "./edited.ts";

/** Turns the bytes of 16-bit words around: big endian pixel data become little endian. */
export const turnWords: EditBytes = (part) => {
  for (let at = 0; at + 1 < part.length; at += 2) {
    const first = part[at] ?? 0;
    part[at] = part[at + 1] ?? 0;
    part[at + 1] = first;
  }
};
