import { ConnectionLost, isServerError } from "./connect/connection_lost.ts";

/** Connection lost, server starting or stopping, out of connections or of room (PostgreSQL A). */
const serverAway = /^(08|53|57P0|57014)/;

/** Whether an error says that the database cannot be reached or used now. */
export function isDatabaseAway(error: unknown): boolean {
  if (isServerError(error)) return serverAway.test(error.code ?? "");
  return error instanceof ConnectionLost;
}
