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
