import { createHash, type Hash } from "node:crypto";

/** Counts and hashes what passes. */
export class HashingCounter {
  readonly #hash: Hash = createHash("sha256");
  bytes = 0;

  async *pass(
    source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      this.#hash.update(piece);
      this.bytes += piece.length;
      yield piece;
    }
  }

  /** In hexadecimal digits; ends the count. */
  sha256(): string {
    return this.#hash.digest("hex");
  }
}

/** In hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
