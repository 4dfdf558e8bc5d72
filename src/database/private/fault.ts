import { IntakeError } from "../../errors.ts";

/** The private server could not be made or started; `stateDir` says where its log is. */
export function serverFault(what: string, stateDir: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "PRIVATE_SERVER",
    `the private PostgreSQL ${what}`,
    `read ${stateDir}/postgres.log, or give a server of your own as DATABASE_URL`,
    cause === undefined ? {} : { cause },
  );
}
