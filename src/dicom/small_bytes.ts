const slabSize = 64 << 10;
const largestOnSlab = 4 << 10;

let slab = new Uint8Array(slabSize);
let used = 0;

/**
 * Zeroed bytes for a value or two. In Deno every array of bytes is an allocation outside of
 * the heap, which costs more than most values; small ones share a slab, as Node's Buffers do.
 * The slab is freed with the last of them.
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
