import { IntakeError } from "../errors.ts";

/** IntakeError LEASE_LOST: a statement changed no row because a newer claim of the Batch exists. */
export function claimLost(): IntakeError {
  return new IntakeError(
    "LEASE_LOST",
    "another worker has claimed this Batch",
    "no action needed; the other worker processes it",
  );
}
