import { IntakeError } from "../model/errors.ts";

/** The minimum progress: one entry or 64 kB per second. */
const bytesPerSecond = 1 << 16;

/**
 * Detects by its progress counter whether a thread still works. It is stalled if its counter does
 * not change for `silenceMs`, or if one piece of work takes longer than `silenceMs` plus the time
 * that its size allows. `now` is a monotonic clock, in milliseconds.
 */
export class StallWatch {
  #startedAt: number;
  #startedTotal = 0;
  #seenTotal = 0;
  #progressAt: number;
  #countedAt = -Infinity;

  constructor(
    readonly count: ProgressCount,
    readonly silenceMs: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#startedAt = this.#progressAt = now();
  }

  /** The thread has started a piece of work, or finished one and continues with the next. */
  start(): void {
    this.#startedAt = this.#progressAt = this.now();
    this.#startedTotal = this.#seenTotal = this.count.total;
  }

  /** The time in milliseconds since a busy thread last counted progress. */
  get silentMs(): number {
    const total = this.count.total;
    if (total !== this.#seenTotal) this.#progressAt = this.#countedAt = this.now();
    this.#seenTotal = total;
    return this.now() - this.#progressAt;
  }

  /** When the counter was last seen to change, independent of calls of `start`. */
  get countedAt(): number {
    void this.silentMs;
    return this.#countedAt;
  }

  /** The error of a thread that is stalled. */
  get fault(): IntakeError {
    return this.count.isComputing ? threadBusy(this.silenceMs) : threadStalled(this.silenceMs);
  }

  get isStalled(): boolean {
    if (this.silentMs >= this.silenceMs) return true;
    const allowedMs = (this.#seenTotal - this.#startedTotal) / bytesPerSecond * 1000;
    return this.now() - this.#startedAt >= this.silenceMs + allowedMs;
  }
}

/** The error of the work that a stalled thread had started. */
export function threadStalled(silenceMs: number): IntakeError {
  return new IntakeError(
    "THREAD_STALLED",
    `a thread that read this folder made too little progress for ${silenceMs / 1000} seconds`,
    "check that the file systems of the inbox and the output respond; the Batch is retried " +
      "automatically",
  );
}

/**
 * The error of the work of a thread that computed for too long: the file that it processed may be
 * the cause.
 */
export function threadBusy(silenceMs: number): IntakeError {
  return new IntakeError(
    "THREAD_BUSY",
    `a thread computed for ${silenceMs / 1000} seconds and made too little progress`,
    "no action is needed: the file that it processed is tried again alone",
  );
}

/** A folder entry or a finished image counts as this many bytes. */
const entryBytes = 1 << 16;

/**
 * Counts a thread's progress in shared memory, which other threads can read even while it is
 * blocked.
 */
export class ProgressCount {
  readonly #count: BigInt64Array;

  /** `memory` is that of an existing counter; a new one is created if it is absent. */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.#count = new BigInt64Array(memory);
  }

  /** Adds a number of bytes that were read. */
  readonly bytes = (amount: number): void => void Atomics.add(this.#count, 0, BigInt(amount));

  /** Adds an entry that was examined, or an image that is done. */
  readonly entry = (): void => this.bytes(entryBytes);

  get total(): number {
    return Number(Atomics.load(this.#count, 0));
  }

  /** Does work of a thread, and shows meanwhile whether the thread computes. */
  during<T>(isComputing: boolean, work: () => T): T {
    const before = Atomics.exchange(this.#count, 1, isComputing ? 1n : 0n);
    try {
      return work();
    } finally {
      Atomics.store(this.#count, 1, before);
    }
  }

  /** Shows that the thread computes, until the returned function is called. */
  startComputing(): () => void {
    Atomics.store(this.#count, 1, 1n);
    return () => void Atomics.store(this.#count, 1, 0n);
  }

  /** The thread computes; otherwise it waits, for example for a file system. */
  get isComputing(): boolean {
    return Atomics.load(this.#count, 1) === 1n;
  }
}

/**
 * Measures whether threads make any progress, independent of single threads: replacing a stalled
 * thread with another that stalls is no progress. `now` is a monotonic clock, in milliseconds.
 */
export class Liveness {
  #aliveAt: number;

  constructor(readonly now: () => number = () => performance.now()) {
    this.#aliveAt = now();
  }

  /** Records the counters of the busy threads; to be called about once a second. */
  note(busy: readonly StallWatch[]): void {
    const counted = busy.length === 0 ? this.now() : Math.max(...busy.map((one) => one.countedAt));
    this.#aliveAt = Math.max(this.#aliveAt, counted);
  }

  /** The time in milliseconds during which no thread made progress although there was work. */
  get idleMs(): number {
    return this.now() - this.#aliveAt;
  }
}
