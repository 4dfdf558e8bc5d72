import { IntakeError } from "../../errors.ts";

/**
 * IntakeError PRIVATE_SERVER: the private server could not be created, started or stopped.
 * `stateDir` contains its log.
 */
export function serverFault(what: string, stateDir: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "PRIVATE_SERVER",
    `the private PostgreSQL ${what}`,
    `read ${stateDir}/postgres.log, or set DATABASE_URL to another server`,
    cause === undefined ? {} : { cause },
  );
}
