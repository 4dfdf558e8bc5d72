import { outputUnwritable } from "../output_unwritable.ts";
import { isDatabaseAway } from "../database/is_database_away.ts";
import { isDenied } from "../database/is_denied.ts";
import { isRefused } from "../database/is_refused.ts";
import { notGranted } from "../database/not_granted.ts";
import { IntakeError } from "../errors.ts";
import { outOfResources } from "../out_of_resources.ts";
import { systemCode } from "../system_code.ts";
import { sourceAway } from "./source_away.ts";

const notWritable = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/**
 * Converts any error to an IntakeError. The message of a foreign error may contain a file's name or
 * the values of a row, so it is only kept as `cause`.
 */
export function classifyFault(error: unknown): IntakeError {
  if (error instanceof IntakeError) return error;
  const code = systemCode(error);
  if (isDatabaseAway(error)) {
    return new IntakeError(
      "DATABASE_UNREACHABLE",
      `PostgreSQL cannot be reached or used (${code})`,
      "check that the server runs, is writable and has disk space; processing continues automatically",
      { cause: error },
    );
  }
  if (isDenied(error)) return notGranted(error);
  if (isRefused(error)) return rowRefused(error);
  if (notWritable.has(code)) {
    return outputUnwritable(error, { place: "OUTPUT_BASE or STATE_DIR" });
  }
  const away = outOfResources(error) ?? sourceAway(error);
  if (away) return away;
  const name = error instanceof Error ? error.name : typeof error;
  return new IntakeError(
    "INTERNAL",
    `unexpected ${name}${code ? ` (${code})` : ""}`,
    "retry the Batch; if the error occurs again, report the trace in the log",
    { cause: error },
  );
}

/**
 * IntakeError ROW_REFUSED: PostgreSQL cannot store the folder's name or a value read from its
 * files.
 */
export function rowRefused(error: unknown): IntakeError {
  const code = systemCode(error);
  return new IntakeError(
    "ROW_REFUSED",
    `PostgreSQL rejects a value of this folder${code ? ` (${code})` : ""}`,
    "a name or a text may contain an invalid character such as NUL; correct it, then retry",
    { cause: error },
  );
}
