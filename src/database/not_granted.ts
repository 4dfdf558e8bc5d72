import { IntakeError } from "../errors.ts";

/** What a command says when PostgreSQL refuses its role a statement. */
export function notGranted(cause: unknown): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    "this database role may not do what the command asks of PostgreSQL (42501)",
    "give the role the grants of docs/de-identification.md or docs/web.md, or use the owner's role, " +
      "which also brings the schema up to date",
    { cause },
  );
}
