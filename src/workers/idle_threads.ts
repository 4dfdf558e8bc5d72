/** The properties of a thread that matter here. */
interface Thread {
  readonly isBusy: boolean;
  /** The time of its last use by a monotonic clock, in milliseconds. */
  readonly usedAt: number;
}

/**
 * The threads that may be ended because they have been idle for `restMs`; one thread is always
 * kept. Ending them saves memory, 15 to 27 MB each, but starting a thread takes time.
 */
export function idleThreads<T extends Thread>(
  threads: readonly T[],
  restMs: number,
): readonly T[] {
  const idle = threads.filter(({ isBusy, usedAt }) =>
    !isBusy && performance.now() - usedAt >= restMs
  );
  return idle.length === threads.length ? idle.slice(1) : idle;
}
