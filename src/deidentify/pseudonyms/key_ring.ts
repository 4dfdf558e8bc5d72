import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { IntakeError } from "../../model/errors.ts";
import { exists } from "../../system/paths.ts";
import { PrivateFileError, readPrivateFile } from "../../system/private_file.ts";
import { syncEntries, writeAll } from "../../system/write_and_sync.ts";
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

/**
 * Reads the key of all pseudonyms: 64 hexadecimal digits. Throws IntakeError KEY_FILE if the file
 * is missing or invalid, or if users other than its owner may read it.
 */
export function readKeyFile(path: string): Uint8Array {
  const text = readOwn(path).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw keyFault(`the key file ${path} does not hold 64 hexadecimal digits`);
  }
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

/** Reads the key file at a path. If there is none, creates it durably with a new random key. */
export function createKeyFile(path: string): Uint8Array {
  if (!exists(path)) makeKeyFile(path);
  return readKeyFile(path);
}

/**
 * Writes to a new, unique name first: a file that a killed process left behind may be a hard link
 * to the key in use, and must never be written to.
 */
function makeKeyFile(path: string): void {
  const unfinished = `${path}.${randomBytes(8).toString("hex")}.new`;
  try {
    writeKey(unfinished);
    Deno.linkSync(unfinished, path); // fails when another process was first
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    if (exists(unfinished)) Deno.removeSync(unfinished);
  }
  syncEntries(dirname(path));
}

function writeKey(path: string): void {
  using file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
  writeAll(file, new TextEncoder().encode(`${randomBytes(32).toString("hex")}\n`));
  file.syncSync();
}

function readOwn(path: string): string {
  try {
    return readPrivateFile(path);
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    throw keyFault(`the key file ${path} ${error.message}`, error);
  }
}

function keyFault(message: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "KEY_FILE",
    message,
    "create a key with: (umask 077; openssl rand -hex 32 > deid.key); keep a copy in a safe place",
    cause === undefined ? {} : { cause },
  );
}
