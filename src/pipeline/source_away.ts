import { IntakeError } from "../errors.ts";
import { systemCode } from "../system_code.ts";

/** Error codes of a file system that is unavailable: not the fault of one file or folder. */
const unavailable = new Set(
  "ESTALE ETIMEDOUT ENOTCONN EHOSTDOWN EHOSTUNREACH EAGAIN".split(" "),
);

/**
 * IntakeError SOURCE_AWAY if the error is temporary and caused by the inbox's file system;
 * otherwise undefined.
 */
export function sourceAway(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  if (!unavailable.has(code)) return undefined;
  return new IntakeError(
    "SOURCE_AWAY",
    `the inbox's file system does not respond (${code})`,
    "check that it is mounted; processing continues automatically",
    { cause: error },
  );
}
