/**
 * How many files all threads together, and each thread at least, have open concurrently. A limit of
 * 256 open files is sufficient for these and for threads, the database and targets; the default limit
 * is 1,024. (At the start, the runtime raises the soft limit to the hard limit.)
 */
const [filesOfAllThreads, minFilesOfThread] = [64, 2];

/** How many directories the main thread syncs concurrently, for all Batches together. */
export const syncsAtOnce = 32;

/** How many files one of `threads` threads has open concurrently until they are synced. */
export function filesOfThread(threads: number): number {
  return Math.max(minFilesOfThread, Math.floor(filesOfAllThreads / threads));
}
