import postgres from "postgres";

/** SQLSTATE of a write to a standby or to a read-only server. */
const readOnly = "25006";

/** The server could not be reached, or the connection ended before the answer arrived. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** The code of the system or the driver if it has one, for example ECONNREFUSED. */
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

/** Whether the server ends the session with this error, or refuses writes through it. */
export function endsSession(error: postgres.PostgresError): boolean {
  const severity = error.severity ?? error.severity_local; // poolers send only one of them
  return severity === "FATAL" || severity === "PANIC" || error.code === readOnly;
}

/** The same error without the statement and its parameters, which the driver attaches to it. */
export function withoutParameters(error: postgres.PostgresError): postgres.PostgresError {
  return new postgres.PostgresError(error as never); // its constructor takes the server's fields
}
