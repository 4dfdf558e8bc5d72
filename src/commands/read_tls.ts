import { IntakeError } from "../errors.ts";
import { PrivateFileError, readPrivateFile } from "../private_file.ts";

/** A certificate and its key (PEM). */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** What WEB_CERT and WEB_KEY name; undefined without both. Throws IntakeError SETTINGS. */
export function readTls(
  { webCert, webKey }: {
    readonly webCert?: string | undefined;
    readonly webKey?: string | undefined;
  },
): Tls | undefined {
  if (webCert === undefined && webKey === undefined) return undefined;
  if (webCert === undefined || webKey === undefined) {
    throw new IntakeError("SETTINGS", "WEB_CERT and WEB_KEY go together", "give both, or none");
  }
  const tls = { cert: readCertificate(webCert), key: readKey(webKey) };
  requirePair(tls, webCert, webKey);
  return tls;
}

function readCertificate(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new IntakeError("SETTINGS", `WEB_CERT ${path}: cannot be read`, "give its path", {
      cause: error,
    });
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
      "the key has mode 0600",
      {
        cause: error,
      },
    );
  }
}

/** A client that showed them would be refused as the server would, before any address is taken. */
function requirePair(tls: Tls, webCert: string, webKey: string): void {
  try {
    Deno.createHttpClient(tls).close();
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_CERT ${webCert} and WEB_KEY ${webKey} are no certificate (PEM) and its own key`,
      "give the chain that begins with the server's certificate, and its key without a password",
      { cause: error },
    );
  }
}
