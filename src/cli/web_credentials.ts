import { IntakeError } from "../model/errors.ts";
import { PrivateFileError, readPrivateFile } from "../system/private_file.ts";
import { type Account, AccountsError, parseAccounts } from "../web/security/accounts.ts";
import { shownCommand } from "../system/shown_command.ts";

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
 * Returns a function that gives the current accounts of WEB_USERS: it reads the file again if it
 * has changed, so that a removed account is rejected immediately. `first` is its content at the
 * start. A file that cannot be read counts as empty, because accounts may have been removed from
 * it.
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
    `create the file with ${shownCommand("web-user")}; its mode must be 0600`,
  );
}

/** A certificate and its key (PEM). */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** Reads WEB_CERT and WEB_KEY; undefined if neither is set. Throws IntakeError SETTINGS. */
export function readTls(
  { webCert, webKey }: {
    readonly webCert?: string | undefined;
    readonly webKey?: string | undefined;
  },
): Tls | undefined {
  if (webCert === undefined && webKey === undefined) return undefined;
  if (webCert === undefined || webKey === undefined) {
    throw new IntakeError(
      "SETTINGS",
      "only one of WEB_CERT and WEB_KEY is set",
      "set both or neither",
    );
  }
  const tls = { cert: readCertificate(webCert), key: readKey(webKey) };
  requirePair(tls, webCert, webKey);
  return tls;
}

function readCertificate(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_CERT ${path}: cannot be read`,
      "use an existing file that this user may read",
      {
        cause: error,
      },
    );
  }
}

function readKey(path: string): string {
  try {
    return readPrivateFile(path);
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    throw new IntakeError(
      "SETTINGS",
      `WEB_KEY ${path}: ${error.message}`,
      "use the private key of WEB_CERT in a file with mode 0600",
      {
        cause: error,
      },
    );
  }
}

/** Creating a client checks the pair in the same way as a server, without listening. */
function requirePair(tls: Tls, webCert: string, webKey: string): void {
  try {
    Deno.createHttpClient(tls).close();
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_CERT ${webCert} and WEB_KEY ${webKey} are not a certificate and its key (PEM)`,
      "use a chain that begins with the certificate of this server, and its key without a " +
        "passphrase",
      { cause: error },
    );
  }
}
