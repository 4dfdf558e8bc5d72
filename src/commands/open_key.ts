import { join } from "node:path";
import { createKeyFile, readKeyFile } from "../deidentify/key_file.ts";
import { type KeyRing, openKeyRing, retiredKeys } from "../deidentify/key_ring.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import type { Settings } from "../settings.ts";
import type { StateDir } from "../state/state_dir.ts";

/**
 * The key of all pseudonyms: DEID_KEY_FILE, or STATE_DIR/deid.key, which is made at the first
 * start. With DATABASE_URL the file must be given, for all that share a database must share
 * the key. Throws IntakeError KEY_FILE.
 */
export function openKey(settings: KeySettings, state: StateDir): PseudonymKey {
  return openKeys(settings, state).current;
}

/** The same, with the keys that it has taken the place of. */
export function openKeys(settings: KeySettings, state: StateDir): KeyRing {
  const path = keyFileOf(settings, state);
  const bytes = settings.deidKeyFile ? readKeyFile(path) : createKeyFile(path);
  return openKeyRing(path, new PseudonymKey(bytes));
}

/**
 * The fingerprints of the keys that are there, and makes none: what may still be refused must not
 * leave a new key behind. Throws IntakeError KEY_FILE.
 */
export function keyFingerprints(settings: KeySettings, state: StateDir): string[] {
  const path = keyFileOf(settings, state);
  const isThere = settings.deidKeyFile !== undefined || exists(path);
  const keys = isThere ? openKeyRing(path).all : retiredKeys(path);
  return keys.map(({ fingerprint }) => fingerprint);
}

type KeySettings = Pick<Settings, "deidKeyFile" | "databaseUrl">;

/** Where the key is. Throws IntakeError KEY_FILE where it has to be given, and is not. */
export function keyFileOf({ deidKeyFile, databaseUrl }: KeySettings, state: StateDir): string {
  if (deidKeyFile) return deidKeyFile;
  if (databaseUrl) {
    throw new IntakeError(
      "KEY_FILE",
      "DEID_KEY_FILE is not set, and is required with DATABASE_URL",
      "give the same key file to every process that uses this database (64 hex digits, mode 0600)",
    );
  }
  return join(state.path, "deid.key");
}
