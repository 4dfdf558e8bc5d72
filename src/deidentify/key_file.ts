import { randomBytes } from "node:crypto";
import { IntakeError } from "../errors.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";

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

/** Reads the key file at a path, making it with a new random key when there is none. */
export function createKeyFile(path: string): Uint8Array {
  const unfinished = `${path}.${Deno.pid}.new`;
  Deno.writeTextFileSync(unfinished, `${randomBytes(32).toString("hex")}\n`, {
    mode: 0o600,
    create: true,
  });
  try {
    Deno.linkSync(unfinished, path); // fails when another process was first
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    Deno.removeSync(unfinished);
  }
  return readKeyFile(path);
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
