/**
 * How many files and directories the program opens side by side. A process that may open 256 files
 * has room for them beside its threads, its database and its targets; the usual limit is 1,024.
 * (The runtime raises the soft limit of the process to the hard one when it starts.)
 */
const [inAllThreads, leastOfAThread] = [64, 2];

/** Directories that the main thread makes durable side by side, for all Batches together. */
export const syncsAtOnce = 32;

/** Files that one of several threads has open side by side until they are durable. */
export function filesOfThread(threads: number): number {
  return Math.max(leastOfAThread, Math.floor(inAllThreads / threads));
}
