import { listening } from "./listening.ts";
import type { Sql } from "./connect/sql.ts";

/** Calls the listener with what processes report of their progress. Returns how to end it. */
export function listenToProgress(sql: Sql, listener: (text: string) => void): () => void {
  return listening(sql, "progress", { onNotify: listener });
}
