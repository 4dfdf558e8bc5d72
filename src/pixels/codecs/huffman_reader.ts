/** A Huffman code for each prefix of 16 bits: its length times 256 and its symbol. */
export type HuffmanLookup = Uint16Array;

/** The lookup table of a DHT segment (ITU-T T.81 C, F.2.2.3); undefined if it is not a code. */
export function huffmanLookup(
  lengths: Uint8Array,
  symbols: Uint8Array,
): HuffmanLookup | undefined {
  const lookup = new Uint16Array(1 << 16);
  let [next, code] = [0, 0];
  for (const [index, count] of lengths.entries()) {
    const length = index + 1;
    for (let left = count; left > 0; left--, code++) {
      const from = code << (16 - length);
      const to = (code + 1) << (16 - length);
      if (to > lookup.length) return undefined;
      lookup.fill(length << 8 | (symbols[next++] ?? 0), from, to);
    }
    code <<= 1;
  }
  return next === symbols.length ? lookup : undefined;
}

/** Reads the bits of a scan (T.81 F.2.2). Throws RangeError at a marker or at the end. */
export class HuffmanReader {
  #bits = 0;
  #count = 0;

  constructor(readonly stream: Uint8Array, public at: number) {}

  symbol(lookup: HuffmanLookup): number {
    while (this.#count < 16 && this.#fill());
    const prefix = this.#count >= 16
      ? this.#bits >>> (this.#count - 16) & 0xffff
      : this.#bits << (16 - this.#count) & 0xffff;
    const entry = lookup[prefix] ?? 0;
    const length = entry >> 8;
    if (length === 0 || length > this.#count) throw damaged();
    this.#drop(length);
    return entry & 0xff;
  }

  /** The next bits, at most 16, as a number. */
  bits(count: number): number {
    while (this.#count < count) if (!this.#fill()) throw damaged();
    const value = this.#bits >>> (this.#count - count) & (2 ** count - 1);
    this.#drop(count);
    return value;
  }

  /** Continues after a restart marker (T.81 F.2.2.4). */
  restart(): void {
    [this.#bits, this.#count] = [0, 0];
    while (this.stream[this.at] === 0xff && this.stream[this.at + 1] === 0xff) this.at++;
    const code = this.stream[this.at + 1] ?? 0;
    if (this.stream[this.at] !== 0xff || code < 0xd0 || code > 0xd7) throw damaged();
    this.at += 2;
  }

  #drop(count: number): void {
    this.#count -= count;
    this.#bits &= 2 ** this.#count - 1;
  }

  /** Adds a byte; false if a marker or the end follows. At most 23 bits are kept. */
  #fill(): boolean {
    const byte = this.stream[this.at];
    if (byte === undefined) return false;
    if (byte === 0xff) {
      if (this.stream[this.at + 1] !== 0) return false;
      this.at++;
    }
    this.at++;
    this.#bits = this.#bits << 8 | byte;
    this.#count += 8;
    return true;
  }
}

function damaged(): RangeError {
  return new RangeError("a JPEG stream is damaged");
}
