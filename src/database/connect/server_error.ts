import postgres from "postgres";
import { IntakeError } from "../../model/errors.ts";

/** SQLSTATE of a write to a standby, or to a server that is read-only. */
const readOnly = "25006";

/** The server was not reached, or the connection ended before the answer arrived. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /**
   * The code of the operating system or the driver if there is one, such as ECONNREFUSED or
   * CONNECT_TIMEOUT.
   */
  readonly code: string;

  constructor(cause: unknown) {
    super("the connection to PostgreSQL is lost", { cause });
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    this.code = typeof code === "string" ? code : "CONNECTION_LOST";
  }
}

/** An error that the server reports; `code` is its SQLSTATE. */
export function isServerError(error: unknown): error is postgres.PostgresError {
  return error instanceof postgres.PostgresError;
}

/** Whether the server ends the session with this error, or the session cannot write. */
export function endsSession(error: postgres.PostgresError): boolean {
  const severity = error.severity ?? error.severity_local; // poolers send only one of the two
  return severity === "FATAL" || severity === "PANIC" || error.code === readOnly;
}

/** The same error without the statement and its parameters, which the driver attaches. */
export function withoutParameters(error: postgres.PostgresError): postgres.PostgresError {
  return new postgres.PostgresError(error as never); // the constructor copies the server's fields
}

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

/**
 * A value that its type or encoding cannot represent (PostgreSQL A, class 22), or that is too long
 * (54).
 */
const refused = /^(22|54)/;

/** Whether PostgreSQL refused a value of a row: a retry would fail as well. */
export function isRefused(error: unknown): boolean {
  return isServerError(error) && refused.test(error.code);
}

/** Whether the role lacks the right to run a statement. */
export function isDenied(error: unknown): boolean {
  return isServerError(error) && error.code === "42501";
}

/** IntakeError NOT_GRANTED: PostgreSQL refused a statement because the role lacks a right. */
export function notGranted(cause: unknown): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    "the database role lacks a right that this command needs (42501)",
    "grant the rights in docs/de-identification.md or docs/web.md, or use the owner's role, " +
      "which also migrates the schema",
    { cause },
  );
}
