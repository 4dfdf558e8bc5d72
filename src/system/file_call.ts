import type { ProgressCount } from "./stall_watch.ts";

let shared: ProgressCount | undefined;

/** From now on, other threads can see by this counter when this thread waits for a file system. */
export function showFileCalls(count: ProgressCount): void {
  shared = count;
}

/**
 * Performs synchronous calls of the file system. If the thread stalls in one, the file system does
 * not respond, and the content of the file that is being processed is not the cause.
 */
export function fileCall<T>(call: () => T): T {
  return shared ? shared.during(false, call) : call();
}

/** Processes a file, and shows meanwhile that the thread computes, except in {@link fileCall}. */
export function computing<T>(work: () => T): T {
  return shared ? shared.during(true, work) : work();
}

/**
 * As {@link computing}, for work that takes turns with other work of the thread. It must not be
 * called inside other work, or twice at the same time.
 */
export async function computingInTurn<T>(work: () => Promise<T>): Promise<T> {
  const end = shared?.startComputing();
  try {
    return await work();
  } finally {
    end?.();
  }
}
