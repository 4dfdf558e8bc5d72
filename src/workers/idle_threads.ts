/** What is known of a thread's work. */
interface Working {
  readonly isBusy: boolean;
  /** By a clock that never jumps, in milliseconds. */
  readonly usedAt: number;
}

/**
 * The threads that may end, for they had nothing to do for `restMs`: all but one. A thread takes 15
 * to 27 MB, and a moment to start again.
 */
export function idleThreads<T extends Working>(
  threads: readonly T[],
  restMs: number,
): readonly T[] {
  const idle = threads.filter(({ isBusy, usedAt }) =>
    !isBusy && performance.now() - usedAt >= restMs
  );
  return idle.length === threads.length ? idle.slice(1) : idle;
}
