import { IntakeError } from "./errors.ts";
import { outOfResources } from "./out_of_resources.ts";
import { systemCode } from "./system_code.ts";

/** What {@link outputUnwritable} says about a place. */
export interface UnwritablePlace {
  /** The setting or the path of the directory or file. */
  readonly place: string;
  /** What is wrong with it; "cannot be written" if absent. */
  readonly problem?: string;
  /** What to do about it; if absent, that processing continues once the place can be written. */
  readonly hint?: string;
}

/**
 * The error of a directory or file that this program needs for its output, its quarantine or its
 * state and cannot write or access: IntakeError OUTPUT_UNWRITABLE, or OUT_OF_RESOURCES if the
 * process lacks file descriptors or memory.
 */
export function outputUnwritable(
  cause: unknown,
  { place, problem = "cannot be written", hint }: UnwritablePlace,
): IntakeError {
  const exhausted = outOfResources(cause);
  if (exhausted) return exhausted;
  const code = systemCode(cause) || (cause instanceof Error ? cause.name : "unknown");
  return new IntakeError(
    "OUTPUT_UNWRITABLE",
    `${place} ${problem} (${code})`,
    hint ??
      `free space at ${place}, or grant access to it; processing continues automatically`,
    { cause },
  );
}
