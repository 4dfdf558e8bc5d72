import { join } from "node:path";
import { createKeyFile, readKeyFile } from "../deidentify/key_file.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { IntakeError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import type { StateDir } from "../state/state_dir.ts";

/**
 * The key of all pseudonyms: DEID_KEY_FILE, or STATE_DIR/deid.key, which is made at the first
 * start. With DATABASE_URL the file must be given, for all that share a database must share
 * the key. Throws IntakeError KEY_FILE.
 */
export function openKey(
  { deidKeyFile, databaseUrl }: Pick<Settings, "deidKeyFile" | "databaseUrl">,
  state: StateDir,
): PseudonymKey {
  if (deidKeyFile) return new PseudonymKey(readKeyFile(deidKeyFile));
  if (databaseUrl) {
    throw new IntakeError(
      "KEY_FILE",
      "DEID_KEY_FILE is not set, and is required with DATABASE_URL",
      "give the same key file to every process that uses this database (64 hex digits, mode 0600)",
    );
  }
  return new PseudonymKey(createKeyFile(join(state.path, "deid.key")));
}
