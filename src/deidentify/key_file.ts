import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";
import { syncEntries } from "../sync_entries.ts";
import { writeAll } from "../write_all.ts";

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
