import { ConnectionLost, isServerError } from "./connect/connection_lost.ts";

/**
 * SQLSTATEs (PostgreSQL A) of a database that is temporarily unusable: connection lost (08),
 * conflicts in spite of retries (40), no connections or disk space left (53), stopping, starting or
 * cancelled (57), read-only (25006), timeouts of transactions and locks (25P03, 25P04, 55P03), and
 * sessions of a pooler (26000, 42P05).
 */
const serverAway = /^(08|40|53|57|25006|25P03|25P04|55P03|26000|42P05)/;

/** Whether an error says that the database cannot be reached or used now. */
export function isDatabaseAway(error: unknown): boolean {
  if (isServerError(error)) return serverAway.test(error.code);
  return error instanceof ConnectionLost;
}
