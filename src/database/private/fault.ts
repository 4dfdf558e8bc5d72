import { IntakeError } from "../../errors.ts";

/** The private server could not be made or started; `stateDir` says where its log is. */
export function serverFault(what: string, stateDir: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "PRIVATE_SERVER",
    `the private PostgreSQL ${what}`,
    `read ${stateDir}/postgres.log, or set DATABASE_URL to a server of your own`,
    cause === undefined ? {} : { cause },
  );
}
