import { ConnectionLost, isServerError } from "./connect/connection_lost.ts";

/**
 * Connection lost (08), conflicts that came again and again (40), out of connections or of room
 * (53), stopping, starting or out of time (57), read-only (25006), a transaction or a lock that took
 * longer than the server allows (25P03, 25P04, 55P03), a pooler's sessions (26000, 42P05): PostgreSQL A.
 */
const serverAway = /^(08|40|53|57|25006|25P03|25P04|55P03|26000|42P05)/;

/** Whether an error says that the database cannot be reached or used now. */
export function isDatabaseAway(error: unknown): boolean {
  if (isServerError(error)) return serverAway.test(error.code);
  return error instanceof ConnectionLost;
}
