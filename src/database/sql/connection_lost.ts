import pg from "pg";

/** The server was not reached, or the connection ended before the answer came. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** The system's code where there is one, as ECONNREFUSED. */
  readonly code: string;

  constructor(cause: unknown) {
    super("the connection to PostgreSQL is lost", { cause });
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    this.code = typeof code === "string" ? code : "CONNECTION_LOST";
  }
}

/** What the server itself says went wrong; `code` is its SQLSTATE. */
export function isServerError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}

/** The driver's errors, told apart: the server's stay as they are, all others say that it is lost. */
export function driverFault(error: unknown): Error {
  return isServerError(error) ? error : new ConnectionLost(error);
}
