import { basename } from "node:path";
import { type PrivateRowsText, siteRows } from "../deidentify/private/private_table.ts";
import { IntakeError } from "../errors.ts";

/** Reads SAFE_PRIVATE_ROWS, and checks all of it. Throws IntakeError SETTINGS. */
export function readPrivateRows(path: string | undefined): PrivateRowsText | undefined {
  if (path === undefined) return undefined;
  const rows = { file: basename(path), text: readText(path) };
  siteRows(rows);
  return rows;
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `the file ${path} of SAFE_PRIVATE_ROWS cannot be read (${
        error instanceof Error ? error.name : "unknown"
      })`,
      "name a file that exists and that this user may read",
      { cause: error },
    );
  }
}
