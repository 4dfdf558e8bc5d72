/**
 * Runs at most `size` functions concurrently; the others wait in order. Shared by all functions
 * that open files concurrently, so that the process stays below its limit of file descriptors.
 */
export class Limiter {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly size: number) {
    if (!(size >= 1)) throw new RangeError("the size of a limiter must be at least 1");
  }

  /** Runs `work` when a slot is free. Rejects if `work` does. */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#running >= this.size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next(); // it takes over the slot
      else this.#running--;
    }
  }
}

/**
 * How many files all threads together, and each thread at least, have open concurrently. A limit of
 * 256 open files is sufficient for these and for threads, the database and targets; the default
 * limit is 1,024. (At the start, the runtime raises the soft limit to the hard limit.)
 */
const [filesOfAllThreads, minFilesOfThread] = [64, 2];

/**
 * How many directories of the output, and of each target, the main thread syncs concurrently, for
 * all Batches together. The runtime has 32 threads for calls of the main thread: while one file
 * system does not answer, enough of them remain for the others.
 */
export const [syncsAtOnce, syncsOfTarget] = [16, 8];

/** How many files one of `threads` threads has open concurrently until they are synced. */
export function filesOfThread(threads: number): number {
  return Math.max(minFilesOfThread, Math.floor(filesOfAllThreads / threads));
}
