import { listening } from "./listening.ts";
import type { Sql } from "./connect/sql.ts";

/**
 * Calls the listener with the progress that processes publish. Returns a function that ends the
 * subscription.
 */
export function listenToProgress(sql: Sql, listener: (text: string) => void): () => void {
  return listening(sql, "progress", { onNotify: listener });
}
