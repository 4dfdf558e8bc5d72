import { IntakeError } from "../errors.ts";

/** The statement of a worker whose claim number no longer matches moved nothing. */
export function claimLost(): IntakeError {
  return new IntakeError(
    "LEASE_LOST",
    "another worker has taken this Batch over",
    "nothing needs to be done: the other worker finishes it",
  );
}
