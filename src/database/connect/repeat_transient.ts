import { isServerError } from "./connection_lost.ts";

const attempts = 20;
const longestPauseMs = 500;

/**
 * Repeats a statement or transaction that the server rolled back for a temporary reason: a deadlock
 * or conflict (class 40), a prepared statement that is unknown to, or already exists in, the
 * session behind a pooler (26000, 42P05), or a table that was altered meanwhile (0A000 of a cached
 * plan). The pauses are random, so that conflicting transactions do not meet again.
 */
export async function repeatTransient<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isTransient(error) || attempt === attempts) throw error;
      await pause(Math.random() * Math.min(longestPauseMs, 2 ** attempt));
    }
  }
}

function isTransient(error: unknown): boolean {
  if (!isServerError(error)) return false;
  const { code, routine } = error;
  return /^(40|26000|42P05)/.test(code) ||
    (code === "0A000" && routine === "RevalidateCachedQuery");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
