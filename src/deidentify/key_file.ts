import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";
import { syncEntries } from "../sync_entries.ts";
import { writeAll } from "../write_all.ts";

/**
 * Reads the key of all pseudonyms: 64 hexadecimal digits. Throws IntakeError KEY_FILE when
 * there is none, when it is not one, or when others than its owner may read it.
 */
export function readKeyFile(path: string): Uint8Array {
  const text = readOwn(path).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw keyFault(`the key file ${path} does not hold 64 hexadecimal digits`);
  }
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

/** Reads the key file at a path, making it with a new random key, durably, when there is none. */
export function createKeyFile(path: string): Uint8Array {
  if (!exists(path)) makeKeyFile(path);
  return readKeyFile(path);
}

/**
 * Writes beside it first, under a name that nobody had: what a killed process left may be a second
 * name of a key in use, and is never written to.
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
    "make one with: (umask 077; openssl rand -hex 32 > deid.key); keep a copy in a safe place",
    cause === undefined ? {} : { cause },
  );
}
