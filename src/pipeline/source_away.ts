import { IntakeError } from "../errors.ts";
import { systemCode } from "../system_code.ts";

/** The file system is away or the process is out of resources: no fault of one file or folder. */
const passing = new Set(
  "ESTALE ETIMEDOUT ENOTCONN EHOSTDOWN EHOSTUNREACH EMFILE ENFILE ENOMEM EAGAIN".split(" "),
);

/** IntakeError SOURCE_AWAY for an error that passes by itself; undefined for any other. */
export function sourceAway(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  if (!passing.has(code)) return undefined;
  return new IntakeError(
    "SOURCE_AWAY",
    `the inbox's file system does not answer as it should (${code})`,
    "see that it is mounted and that the process may open enough files; work resumes by itself",
    { cause: error },
  );
}
