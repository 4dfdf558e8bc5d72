/** What is needed of a thread. */
interface Thread {
  readonly isBusy: boolean;
  /** By a monotonic clock, in milliseconds. */
  readonly usedAt: number;
}

/**
 * The threads that may be ended because they were idle for `restMs`; one thread is always kept. A
 * thread needs 15 to 27 MB, and a moment to start.
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
