import { createHash, type Hash } from "node:crypto";

/** Counts and hashes the bytes of a stream. */
export class HashingCounter {
  readonly #hash: Hash = createHash("sha256");
  bytes = 0;

  /** Yields the pieces unchanged. */
  async *count(
    source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      this.#hash.update(piece);
      this.bytes += piece.length;
      yield piece;
    }
  }

  /** The SHA-256 in hexadecimal digits; nothing can be counted afterwards. */
  sha256(): string {
    return this.#hash.digest("hex");
  }
}

/** The SHA-256 in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
