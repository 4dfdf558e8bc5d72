import { isServerError } from "./sql/connection_lost.ts";

/** Serialization failure and deadlock: the transaction did nothing and may be tried again. */
const transient = new Set(["40001", "40P01"]);

/** Runs a transaction again, up to five times, when PostgreSQL broke a deadlock against it. */
export async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await run();
    } catch (error) {
      const again = isServerError(error) && transient.has(error.code ?? "");
      if (!again || attempt === 5) throw error;
    }
  }
}
