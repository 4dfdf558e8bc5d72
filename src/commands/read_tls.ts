import { IntakeError } from "../errors.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";

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
      "use a chain that begins with the certificate of this server, and its key without a passphrase",
      { cause: error },
    );
  }
}
