import postgres from "postgres";

/** Connection lost, server starting or stopping, out of connections or of room (PostgreSQL A). */
const serverAway = /^(08|53|57P0|57014)/;

const connectionLost = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "CONNECTION_REFUSED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
]);

/** Whether an error says that the database cannot be reached or used now. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return serverAway.test(error.code);
  if (!(error instanceof Error) || error instanceof Deno.errors.NotFound) return false;
  return "code" in error && typeof error.code === "string" && connectionLost.has(error.code);
}
