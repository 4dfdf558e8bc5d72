/** The bytes of a JPEG stream. */
export class StreamOutput {
  #bytes: Uint8Array;
  #size = 0;

  constructor(expectedSize: number) {
    this.#bytes = new Uint8Array(expectedSize);
  }

  write(bytes: Uint8Array | readonly number[]): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** The number of bytes. */
  get size(): number {
    return this.#size;
  }

  /** Removes all bytes after the first ones. */
  truncate(size: number): void {
    this.#size = Math.min(size, this.#size);
  }

  /** Adds a zero byte after each FF (ITU-T T.81 F.1.2.3). */
  writeStuffed(bytes: Uint8Array): void {
    let stuffed = 0;
    for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) stuffed++;
    this.#reserve(bytes.length + stuffed);
    const target = this.#bytes;
    let size = this.#size;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      target[size++] = byte;
      if (byte === 0xff) target[size++] = 0;
    }
    this.#size = size;
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const grown = new Uint8Array(this.#size + count + (this.#size >> 2));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }
}
