import { createHmac } from "node:crypto";

const mostKnown = 4096;

/**
 * The secret key of all pseudonyms. Caches a bounded number of hashes, because the images of a
 * Batch need the same ones for patient, study and series.
 */
export class PseudonymKey {
  readonly #known = new Map<string, Uint8Array>();

  constructor(readonly bytes: Uint8Array) {}

  /** Identifies the key without revealing it: 64 bits of a hash made with it, in hexadecimal. */
  get fingerprint(): string {
    return this.hash("fingerprint", "").subarray(0, 8).toHex();
  }

  /**
   * HMAC-SHA-256(key, kind ‖ 0 ‖ value): equal for equal values on every machine with the key;
   * without the key it can be neither reversed nor recalculated.
   */
  hash(kind: string, value: string): Uint8Array {
    const message = `${kind}\0${value}`;
    const known = this.#known.get(message);
    if (known) return known;
    const hash = createHmac("sha256", this.bytes).update(message).digest();
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(message, hash);
    return hash;
  }
}
