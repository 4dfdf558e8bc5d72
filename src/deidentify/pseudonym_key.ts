import { createHmac } from "node:crypto";

const mostKnown = 4096;

/**
 * The secret key of all pseudonyms. Remembers a bounded number of hashes made with it: the
 * images of a Batch ask for those of their patient, study and series again and again.
 */
export class PseudonymKey {
  readonly #known = new Map<string, Uint8Array>();

  constructor(readonly bytes: Uint8Array) {}

  /** Names the key and tells nothing of it: 64 bits of a hash made with it, in hexadecimal. */
  get fingerprint(): string {
    return this.hash("fingerprint", "").subarray(0, 8).toHex();
  }

  /**
   * HMAC-SHA-256(key, kind ‖ 0 ‖ value): the same for the same value, on every machine that has
   * the key; without the key neither reversible nor comparable.
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
