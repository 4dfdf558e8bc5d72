import { IntakeError } from "../errors.ts";

/** IntakeError NOT_GRANTED: PostgreSQL refused a statement because the role lacks a right. */
export function notGranted(cause: unknown): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    "the database role lacks a right that this command needs (42501)",
    "grant the rights in docs/de-identification.md or docs/web.md, or use the owner's role, " +
      "which also migrates the schema",
    { cause },
  );
}
