import postgres from "postgres";

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
