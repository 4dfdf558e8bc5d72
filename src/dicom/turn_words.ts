/** Swaps the bytes of 16-bit words: big endian pixel data becomes little endian. */
export function turnWords(part: Uint8Array): void {
  for (let at = 0; at + 1 < part.length; at += 2) {
    const first = part[at] ?? 0;
    part[at] = part[at + 1] ?? 0;
    part[at + 1] = first;
  }
}
