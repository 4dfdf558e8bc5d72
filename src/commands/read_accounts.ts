import { IntakeError } from "../errors.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";
import { type Account, AccountsError, parseAccounts } from "../web/security/accounts.ts";

/** Reads the accounts in a file. Throws IntakeError SETTINGS. */
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
 * Returns a function that gives the current accounts of WEB_USERS: it reads the file again if it has
 * changed, so that a removed account is rejected immediately. `first` is its content at the start. A
 * file that cannot be read counts as empty, because accounts may have been removed from it.
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

/** Changes whenever the file is written; web-user always creates a new file. */
function stampOf(path: string): string {
  try {
    const { ino, mtime, size, ctime } = Deno.statSync(path);
    return [ino, mtime?.getTime(), ctime?.getTime(), size].join(" ");
  } catch {
    return "";
  }
}

/**
 * The accounts of WEB_USERS, or an empty list if it is not set. A file without accounts is refused,
 * because without accounts no login would be required. Throws IntakeError SETTINGS.
 */
export function accountsOf(webUsers: string | undefined): Account[] {
  if (webUsers === undefined) return [];
  const accounts = readAccounts(webUsers);
  if (accounts.length === 0) throw unusable(webUsers, "contains no account");
  return accounts;
}

function unusable(path: string, message: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `WEB_USERS ${path}: ${message}`,
    "create the file with deno task web-user; its mode must be 0600",
  );
}
