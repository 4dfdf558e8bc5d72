/** A growing buffer of bytes and bits, most significant bit first. */
export class ByteBuffer {
  #bytes = new Uint8Array(1 << 16);
  #size = 0;
  #bits = 0;
  #free = 8;

  /** With `"jpeg"`, a zero byte follows FF (T.81 F.1.2.3); with `"jpeg-ls"`, a zero bit (T.87). */
  constructor(readonly stuffing: "jpeg" | "jpeg-ls") {}

  byte(value: number): void {
    if (this.#size === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#size);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#size++] = value;
  }

  uint16(value: number): void {
    this.byte(value >>> 8);
    this.byte(value & 0xff);
  }

  /** The lowest `count` bits of a value, at most 32. */
  bits(value: number, count: number): void {
    let left = count;
    while (left >= this.#free) {
      left -= this.#free;
      this.#putByte(this.#bits | ((value >>> left) & ((1 << this.#free) - 1)));
    }
    if (left > 0) {
      this.#free -= left;
      this.#bits |= (value & ((1 << left) - 1)) << this.#free;
    }
  }

  zeros(count: number): void {
    for (let left = count; left > 0; left -= 16) this.bits(0, Math.min(left, 16));
  }

  /** Fills the last byte: with ones in JPEG, with zeros in JPEG-LS. */
  endBits(): void {
    const isUsed = this.#free < (this.#isAfterFF() ? 7 : 8);
    if (this.stuffing === "jpeg") {
      if (this.#free < 8) this.bits(0xff, this.#free);
    } else if (isUsed || this.#isAfterFF()) {
      this.#putByte(this.#bits);
    }
    this.#bits = 0;
    this.#free = 8;
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  #isAfterFF(): boolean {
    return this.#bytes[this.#size - 1] === 0xff && this.stuffing === "jpeg-ls";
  }

  #putByte(value: number): void {
    this.byte(value);
    this.#bits = 0;
    this.#free = 8;
    if (value !== 0xff) return;
    if (this.stuffing === "jpeg") this.byte(0);
    else this.#free = 7;
  }
}
