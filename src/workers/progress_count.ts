/** What an entry of a folder, or an image that is done, counts as much as: so many bytes. */
const entryBytes = 1 << 16;

/** Counts what a thread does, in memory that a watching thread reads, even while it is blocked. */
export class ProgressCount {
  readonly #count: BigInt64Array;

  /** `memory` is that of another thread's count; without it, a new one. */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.#count = new BigInt64Array(memory);
  }

  /** So many bytes were read. */
  readonly bytes = (amount: number): void => void Atomics.add(this.#count, 0, BigInt(amount));

  /** An entry was looked at, or an image is done. */
  readonly entry = (): void => this.bytes(entryBytes);

  get total(): number {
    return Number(Atomics.load(this.#count, 0));
  }
}
