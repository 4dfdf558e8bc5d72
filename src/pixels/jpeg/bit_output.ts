/** Bits, most significant first, without stuffed bytes. The memory is used again after `clear`. */
export class BitOutput {
  #bytes = new Uint8Array(1 << 16);
  #bit = 0;

  /** Expects about as many bytes as the argument says. */
  clear(expectedSize: number): void {
    this.#bit = 0;
    if (this.#bytes.length < expectedSize) this.#bytes = new Uint8Array(expectedSize);
  }

  /** The lowest `count` bits of a value, at most 31. */
  put(value: number, count: number): void {
    this.#reserve(count);
    for (let left = count; left > 0;) {
      const free = 8 - (this.#bit & 7);
      const now = Math.min(free, left);
      const part = (value >>> (left - now) & ((1 << now) - 1)) << (free - now);
      const at = this.#bit >>> 3;
      this.#bytes[at] = free === 8 ? part : (this.#bytes[at] ?? 0) | part;
      this.#bit += now;
      left -= now;
    }
  }

  /** The bits of `source` between two offsets in bits. */
  copy(source: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from);
    const bits = (at: number, count: number): number =>
      ((source[at >>> 3] ?? 0) << 8 | (source[(at >>> 3) + 1] ?? 0)) >>> (16 - (at & 7) - count);
    const head = Math.min(to - from, (8 - (this.#bit & 7)) & 7);
    this.put(bits(from, head), head);
    const start = from + head;
    const size = (to - start) >>> 3;
    const bytes = this.#bytes;
    const [place, first, shift] = [this.#bit >>> 3, start >>> 3, start & 7];
    if (shift === 0) bytes.set(source.subarray(first, first + size), place);
    else {
      for (let at = 0; at < size; at++) {
        bytes[place + at] = (source[first + at] ?? 0) << shift |
          (source[first + at + 1] ?? 0) >>> (8 - shift);
      }
    }
    this.#bit += 8 * size;
    const tail = to - start - 8 * size;
    this.put(bits(to - tail, tail), tail);
  }

  /** The bytes; the last one is filled with ones (T.81 F.1.2.3). Valid until `clear`. */
  end(): Uint8Array {
    const left = (8 - (this.#bit & 7)) & 7;
    this.put((1 << left) - 1, left);
    return this.#bytes.subarray(0, this.#bit >>> 3);
  }

  #reserve(count: number): void {
    const size = ((this.#bit + count) >>> 3) + 2;
    if (size <= this.#bytes.length) return;
    const grown = new Uint8Array(size + (size >> 2));
    grown.set(this.#bytes.subarray(0, (this.#bit >>> 3) + 1));
    this.#bytes = grown;
  }
}
