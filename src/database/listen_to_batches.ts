import { listening } from "./listening.ts";
import type { Sql } from "./connect/sql.ts";

/**
 * Calls the listener with the status of every Batch that moves, in whichever process, and with
 * `reconnected` when news may have been missed. Returns how to end it.
 */
export function listenToBatches(sql: Sql, listener: (status: string) => void): () => void {
  return listening(sql, "batch", { hear: listener, begin: () => listener("reconnected") });
}
