import { IntakeError } from "../errors.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";
import { type Account, AccountsError, parseAccounts } from "../web/security/accounts.ts";

/** The accounts in a file. Throws IntakeError SETTINGS. */
export function readAccounts(path: string): Account[] {
  try {
    return parseAccounts(readPrivateFile(path));
  } catch (error) {
    if (error instanceof AccountsError) {
      throw unusable(path, `line ${error.line} ${error.message}`);
    }
    if (error instanceof PrivateFileError) throw unusable(path, error.message);
    throw error;
  }
}

/**
 * The accounts of WEB_USERS as they are at each call: the file is read again when it has changed,
 * and a removed account is gone at once. `first` is what it held at the start; while it cannot be
 * read it counts as empty, so that no account that may have been removed gets in.
 */
export function currentAccounts(path: string, first: readonly Account[]): () => readonly Account[] {
  let accounts = first;
  let seen = stampOf(path);
  return () => {
    const stamp = stampOf(path);
    if (stamp === seen) return accounts;
    seen = stamp;
    try {
      accounts = readAccounts(path);
    } catch (error) {
      if (!(error instanceof IntakeError)) throw error;
      accounts = [];
    }
    return accounts;
  };
}

/** Differs when a file was written again: web-user always writes a new one. */
function stampOf(path: string): string {
  try {
    const { ino, mtime, size, ctime } = Deno.statSync(path);
    return [ino, mtime?.getTime(), ctime?.getTime(), size].join(" ");
  } catch {
    return "";
  }
}

/**
 * The accounts of WEB_USERS; none when it is not set. A file without any is refused: it must not
 * open the page to everybody. Throws IntakeError SETTINGS.
 */
export function accountsOf(webUsers: string | undefined): Account[] {
  if (webUsers === undefined) return [];
  const accounts = readAccounts(webUsers);
  if (accounts.length === 0) throw unusable(webUsers, "has no account");
  return accounts;
}

function unusable(path: string, message: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `WEB_USERS ${path}: ${message}`,
    "make it with deno task web-user; mode 0600",
  );
}
