import { IntakeError } from "../errors.ts";
import { systemCode } from "../system_code.ts";

/** The file system is away: no fault of one file or folder. */
const passing = new Set(
  "ESTALE ETIMEDOUT ENOTCONN EHOSTDOWN EHOSTUNREACH EAGAIN".split(" "),
);

/** IntakeError SOURCE_AWAY for an error that passes by itself; undefined for any other. */
export function sourceAway(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  if (!passing.has(code)) return undefined;
  return new IntakeError(
    "SOURCE_AWAY",
    `the inbox's file system does not answer as it should (${code})`,
    "see that it is mounted; work resumes by itself",
    { cause: error },
  );
}
