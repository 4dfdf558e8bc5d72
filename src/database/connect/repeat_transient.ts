import { isServerError } from "./connection_lost.ts";

const attempts = 20;
const maxPauseMs = 500;

/**
 * Repeats a statement or transaction that the server rolled back for a temporary reason: a deadlock
 * or a conflict (class 40), a prepared statement that the session behind a pooler does not know or
 * has already (26000, 42P05), or a table that was changed meanwhile (0A000 of a cached plan).
 * Pauses are random, because all parties of a conflict retry at the same time.
 */
export async function repeatTransient<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isTransient(error) || attempt === attempts) throw error;
      await pause(Math.random() * Math.min(maxPauseMs, 2 ** attempt));
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
