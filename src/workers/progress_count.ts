/** A folder entry or a finished image counts as this many bytes. */
const entryBytes = 1 << 16;

/**
 * Counts a thread's progress in shared memory, which other threads can read even while it is
 * blocked.
 */
export class ProgressCount {
  readonly #count: BigInt64Array;

  /** `memory` is that of an existing counter; a new one is created if it is absent. */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.#count = new BigInt64Array(memory);
  }

  /** Adds a number of bytes that were read. */
  readonly bytes = (amount: number): void => void Atomics.add(this.#count, 0, BigInt(amount));

  /** Adds an entry that was examined, or an image that is done. */
  readonly entry = (): void => this.bytes(entryBytes);

  get total(): number {
    return Number(Atomics.load(this.#count, 0));
  }
}
