import { IntakeError } from "../errors.ts";

/** Reads a text file that a setting names; `what` says which, as `the recipe`. Throws SETTINGS. */
export function readNamedFile(what: string, path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `${what} cannot be read (${error instanceof Error ? error.name : "unknown"})`,
      "use an existing file that this user may read",
      { cause: error },
    );
  }
}
