import { basename } from "node:path";
import { type PrivateRowsText, siteRows } from "../deidentify/private/private_table.ts";
import { readNamedFile } from "./read_named_file.ts";

/** Reads and validates the file of SAFE_PRIVATE_ROWS. Throws IntakeError SETTINGS. */
export function readPrivateRows(path: string | undefined): PrivateRowsText | undefined {
  if (path === undefined) return undefined;
  const rows = {
    file: basename(path),
    text: readNamedFile(`the file ${path} of SAFE_PRIVATE_ROWS`, path),
  };
  siteRows(rows);
  return rows;
}
