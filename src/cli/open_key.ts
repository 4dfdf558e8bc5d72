import { join } from "node:path";
import {
  createKeyFile,
  type KeyRing,
  openKeyRing,
  readKeyFile,
  retiredKeys,
} from "../deidentify/pseudonyms/key_ring.ts";
import { PseudonymKey } from "../deidentify/pseudonyms/pseudonym_key.ts";
import { IntakeError } from "../model/errors.ts";
import { exists } from "../system/paths.ts";
import type { StateDir } from "../system/state_dir.ts";
import type { Settings } from "./settings.ts";

/**
 * The key of all pseudonyms: DEID_KEY_FILE, or STATE_DIR/deid.key, which is created at the first
 * start. DATABASE_URL requires DEID_KEY_FILE, because all processes that share a database must
 * share the key. Throws IntakeError KEY_FILE.
 */
export function openKey(settings: KeySettings, state: StateDir): PseudonymKey {
  return openKeys(settings, state).current;
}

/** The current key and the retired keys. */
export function openKeys(settings: KeySettings, state: StateDir): KeyRing {
  const path = keyFileOf(settings, state);
  const bytes = settings.deidKeyFile ? readKeyFile(path) : createKeyFile(path);
  return openKeyRing(path, new PseudonymKey(bytes));
}

/**
 * The fingerprints of the existing keys. Creates no key, because a start that fails later must not
 * leave a new key behind. Throws IntakeError KEY_FILE.
 */
export function keyFingerprints(settings: KeySettings, state: StateDir): string[] {
  const path = keyFileOf(settings, state);
  const hasKey = settings.deidKeyFile !== undefined || exists(path);
  const keys = hasKey ? openKeyRing(path).all : retiredKeys(path);
  return keys.map(({ fingerprint }) => fingerprint);
}

type KeySettings = Pick<Settings, "deidKeyFile" | "databaseUrl">;

/** The path of the key file. Throws IntakeError KEY_FILE if the setting is required and missing. */
export function keyFileOf({ deidKeyFile, databaseUrl }: KeySettings, state: StateDir): string {
  if (deidKeyFile) return deidKeyFile;
  if (databaseUrl) {
    throw new IntakeError(
      "KEY_FILE",
      "DEID_KEY_FILE is not set; DATABASE_URL requires it",
      "use the same key file (64 hex digits, mode 0600) for all processes that share this database",
    );
  }
  return join(state.path, "deid.key");
}
