import { threadCpuUsage } from "node:process";

/**
 * Runs `work` and returns its result and the processor time of this thread in milliseconds. Other
 * tests of the same process run in threads of their own, so that they do not count.
 */
export async function processorTime<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly ms: number }> {
  const startedAt = threadCpuUsage();
  const result = await work();
  const { user, system } = threadCpuUsage(startedAt);
  return { result, ms: (user + system) / 1000 };
}
