import { basename, dirname, join } from "node:path";
import { IntakeError } from "../errors.ts";
import { readKeyFile } from "./key_file.ts";
import { PseudonymKey } from "./pseudonym_key.ts";

/** The key for new Batches, and the earlier keys, each in a file named by its fingerprint. */
export interface KeyRing {
  readonly current: PseudonymKey;
  /** The current key is the first. */
  readonly all: readonly PseudonymKey[];
}

/** The path of a key that was replaced by another. */
export function retiredKeyFile(path: string, { fingerprint }: PseudonymKey): string {
  return `${path}.${fingerprint}`;
}

/**
 * Reads the key at a path and the replaced keys beside it. Throws IntakeError KEY_FILE for a file
 * whose name does not match its key.
 */
export function openKeyRing(path: string, current = new PseudonymKey(readKeyFile(path))): KeyRing {
  const retired = retiredKeys(path).filter((key) => key.fingerprint !== current.fingerprint);
  return { current, all: [current, ...retired] };
}

/** The keys that were replaced by others. Throws IntakeError KEY_FILE. */
export function retiredKeys(path: string): PseudonymKey[] {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  return [...Deno.readDirSync(directory)].flatMap(({ name }) => {
    const fingerprint = name.startsWith(prefix) ? name.slice(prefix.length) : "";
    return /^[0-9a-f]{16}$/.test(fingerprint)
      ? requireNamed(join(directory, name), fingerprint)
      : [];
  });
}

/** The key with a fingerprint. Throws IntakeError KEY_FILE if the ring has none. */
export function keyOf(ring: KeyRing, fingerprint: string | null): PseudonymKey {
  if (fingerprint === null) return ring.current;
  const key = ring.all.find((one) => one.fingerprint === fingerprint);
  if (key) return key;
  throw new IntakeError(
    "KEY_FILE",
    `the key ${fingerprint} of this Batch is missing`,
    `copy its file next to the current key file, as ….${fingerprint}, or use retry --new-key`,
  );
}

function requireNamed(path: string, fingerprint: string): PseudonymKey {
  const key = new PseudonymKey(readKeyFile(path));
  if (key.fingerprint === fingerprint) return key;
  throw new IntakeError(
    "KEY_FILE",
    `the key file ${path} contains a different key, ${key.fingerprint}`,
    "rename the file: its name must end with the fingerprint of its key",
  );
}
