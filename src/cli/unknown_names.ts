import { IntakeError } from "../model/errors.ts";
import { shownCommand } from "../system/shown_command.ts";

/** A code of a Batch, which is not derived from the name of its folder in a readable way. */
const code = /^B-[0-9A-Z]{16}$/;

/**
 * The error for operands that are neither a code nor the name of a folder of any Batch. Says which
 * they are: codes by their text, and names by their position, because a name may identify a
 * patient, and errors end in logs.
 */
export function unknownNames(
  operands: readonly string[],
  unknown: readonly string[],
): IntakeError {
  const which = unknown.map((name) =>
    code.test(name) ? name : `argument ${operands.indexOf(name) + 1}`
  );
  const looksLikePath = unknown.some((name) => name.includes("/"));
  return new IntakeError(
    "USAGE",
    `no Batch has this code or folder name: ${which.join(", ")}`,
    looksLikePath
      ? "use the name of the folder without the directories before it, or a code: B-…"
      : `use the name of a folder, or a code: B-… (see: ${shownCommand("errors")})`,
  );
}
