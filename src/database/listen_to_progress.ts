import { listening } from "./listening.ts";
import type { Sql } from "./connect/sql.ts";

/** Calls the listener with what processes tell of how far they are. Returns how to end it. */
export function listenToProgress(sql: Sql, listener: (text: string) => void): () => void {
  return listening(sql, "progress", { hear: listener });
}
