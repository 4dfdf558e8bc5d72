import { IntakeError } from "../../errors.ts";

/**
 * IntakeError PRIVATE_SERVER: the server could not be created or started. `stateDir` locates its
 * log.
 */
export function serverFault(what: string, stateDir: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "PRIVATE_SERVER",
    `the private PostgreSQL ${what}`,
    `read ${stateDir}/postgres.log, or give a server of your own as DATABASE_URL`,
    cause === undefined ? {} : { cause },
  );
}
