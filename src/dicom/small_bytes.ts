const slabSize = 64 << 10;
const largestOnSlab = 4 << 10;

let slab = new Uint8Array(slabSize);
let used = 0;

/**
 * Zeroed bytes for a small value. In Deno each byte array is an allocation outside the heap, which
 * costs more than most values; small arrays therefore share a slab, like Node's Buffers. The slab
 * is freed with the last of them.
 */
export function smallBytes(size: number): Uint8Array<ArrayBuffer> {
  if (size > largestOnSlab) return new Uint8Array(size);
  if (used + size > slabSize) {
    slab = new Uint8Array(slabSize);
    used = 0;
  }
  used += size;
  return slab.subarray(used - size, used);
}

const encoder = new TextEncoder();

/** A text as UTF-8. Short ASCII texts are encoded without calling out of JavaScript. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = smallBytes(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}
