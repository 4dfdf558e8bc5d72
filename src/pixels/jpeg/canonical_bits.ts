/** A table of a DHT segment, decoded as ITU-T T.81 F.2.2.3 describes (figures F.15 and F.16). */
export class CanonicalCode {
  /** Lengths and symbols, as in the segment. */
  readonly description: string;
  /** For codes of at most 10 bits: length and symbol, by the next 10 bits; otherwise -1. */
  readonly short = new Int32Array(1 << shortBits).fill(-1);
  readonly #largest = new Int32Array(17).fill(-1);
  readonly #offsets = new Int32Array(17);

  constructor(lengths: Uint8Array, readonly symbols: Uint8Array) {
    this.description = `${lengths}; ${symbols}`;
    let [code, place] = [0, 0];
    for (let length = 1; length <= 16; length++) {
      const count = lengths[length - 1] ?? 0;
      this.#offsets[length] = place - code;
      for (let one = 0; one < count; one++, code++, place++) {
        if (length > shortBits) continue;
        const entry = length << 8 | (symbols[place] ?? 0);
        const step = 1 << (shortBits - length);
        this.short.fill(entry, code * step, (code + 1) * step);
      }
      if (count > 0) this.#largest[length] = code - 1;
      code *= 2;
    }
  }

  /** Length and symbol of a code of more than 10 bits. Throws RangeError. */
  find(next16: number): number {
    for (let length = shortBits + 1; length <= 16; length++) {
      const code = next16 >> (16 - length);
      if (code > (this.#largest[length] ?? -1)) continue;
      return length << 8 | (this.symbols[code + (this.#offsets[length] ?? 0)] ?? 0);
    }
    throw new RangeError("a code is unknown");
  }
}

const shortBits = 10;
const padding = 512;

/** The bits of a restart interval. */
export class IntervalBits {
  /** The offset of the next bit. */
  bit = 0;
  #end = 0;
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);

  /**
   * Takes the data from an offset of the stream to the next marker, without the zero bytes after
   * FF (T.81 F.1.2.3). Returns the offset of the marker.
   */
  load(stream: Uint8Array, from: number): number {
    let [at, size] = [from, 0];
    for (; at < stream.length; at++) {
      const byte = stream[at] ?? 0;
      if (size + padding > this.#bytes.length) this.#grow();
      if (byte === 0xff) {
        let after = at + 1;
        while (stream[after] === 0xff) after++;
        if (stream[after] !== 0) break;
        at = after;
      }
      this.#bytes[size++] = byte;
    }
    this.#bytes.fill(0, size, size + padding);
    [this.bit, this.#end] = [0, 8 * size];
    return at;
  }

  /** Throws RangeError if more bits were read than there are. */
  checkEnd(): void {
    if (this.bit > this.#end) throw new RangeError("the data are cut off");
  }

  symbol(code: CanonicalCode): number {
    const next = this.#view.getInt32(this.bit >>> 3) << (this.bit & 7) >>> 16;
    const short = code.short[next >>> (16 - shortBits)] ?? -1;
    const found = short < 0 ? code.find(next) : short;
    this.bit += found >> 8;
    return found & 0xff;
  }

  /** The next bits, at most 16. */
  number(count: number): number {
    if (count === 0) return 0;
    const value = this.#view.getInt32(this.bit >>> 3) << (this.bit & 7) >>> (32 - count);
    this.bit += count;
    return value;
  }

  /** Whether the next bits of both are equal. */
  startsLike(other: IntervalBits, count: number): boolean {
    for (let done = 0; done < count; done += 24) {
      const unused = 32 - Math.min(24, count - done);
      const [one, two] = [this.bit + done, other.bit + done];
      const left = this.#view.getInt32(one >>> 3) << (one & 7) >>> unused;
      const right = other.#view.getInt32(two >>> 3) << (two & 7) >>> unused;
      if (left !== right) return false;
    }
    return true;
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length + (this.#bytes.length >> 1));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
