import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { IntakeError } from "../../model/errors.ts";
import type { Keywords } from "./keywords.ts";

/** `offer`: encrypted if the server supports it. */
export type Encryption = "none" | "offer" | "require";

/** The TLS settings of an address. */
export interface EncryptionSettings {
  /** Tried in this order at a host until the server accepts the role. */
  readonly attempts: readonly Encryption[];
  readonly tls: ConnectionOptions;
}

/** The meanings of sslmode (libpq 34.19.3). */
const attemptsOf: Readonly<Record<string, readonly Encryption[]>> = {
  disable: ["none"],
  allow: ["none", "require"],
  prefer: ["offer", "none"],
  require: ["require"],
  "verify-ca": ["require"],
  "verify-full": ["require"],
};

type TlsVersion = "TLSv1.2" | "TLSv1.3";
const versions: readonly TlsVersion[] = ["TLSv1.2", "TLSv1.3"];

/**
 * Reads the TLS settings of an address and the files that they name. Files of the home directory
 * (`~/.postgresql`) are used if they exist, as psql does. Throws IntakeError SETTINGS.
 */
export function encryptionOf(
  given: Keywords,
  env: (name: string) => string | undefined,
): EncryptionSettings {
  const isSystem = given.get("sslrootcert") === "system";
  const mode = given.get("sslmode") ?? (isSystem ? "verify-full" : "prefer");
  const attempts = attemptsOf[mode];
  if (!attempts) throw invalid("sslmode", Object.keys(attemptsOf).join(", "));
  if (isSystem && mode !== "verify-full") throw invalid("sslmode", "verify-full with system roots");
  if (mode === "disable") return { attempts, tls: {} };
  const home = join(env("HOME") ?? homedir(), ".postgresql");
  const root = isSystem ? undefined : read(given, "sslrootcert", join(home, "root.crt"));
  if (mode === "verify-ca" && root === undefined) {
    throw invalid("sslrootcert", "the certificate of the authority, which verify-ca requires");
  }
  const cert = read(given, "sslcert", join(home, "postgresql.crt"));
  const key = cert && read(given, "sslkey", join(home, "postgresql.key"));
  if (cert && !key) throw invalid("sslkey", "the private key of sslcert");
  return {
    attempts,
    tls: {
      ...verification(mode, root),
      ...(cert && key ? { cert, key } : {}),
      ...optional("passphrase", given.get("sslpassword")),
      ...optional("minVersion", version(given, "ssl_min_protocol_version")),
      ...optional("maxVersion", version(given, "ssl_max_protocol_version")),
    },
  };
}

/** With `require`, the server's certificate is verified if an authority is given, as in psql. */
function verification(mode: string, root: string | undefined): ConnectionOptions {
  const ca = optional("ca", root);
  if (mode === "verify-full") return ca;
  const isVerified = mode === "verify-ca" || (mode === "require" && root !== undefined);
  if (isVerified) return { ...ca, checkServerIdentity: () => undefined };
  return { rejectUnauthorized: false };
}

/** The content of a file that is named, or that exists at its default path; otherwise undefined. */
function read(given: Keywords, keyword: string, defaultPath: string): string | undefined {
  const path = given.get(keyword);
  try {
    return Deno.readTextFileSync(path ?? defaultPath);
  } catch (error) {
    if (path === undefined) return undefined;
    const reason = error instanceof Error ? error.name : "unknown";
    throw invalid(keyword, `a file that can be read (${path}: ${reason})`);
  }
}

function version(given: Keywords, keyword: string): TlsVersion | undefined {
  const text = given.get(keyword);
  if (text === undefined || text === "TLSv1" || text === "TLSv1.1") return undefined;
  const known = versions.find((name) => name === text);
  if (known) return known;
  throw invalid(keyword, versions.join(", "));
}

function optional<K extends string, V>(name: K, value: V | undefined): { [k in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [k in K]?: V };
}

function invalid(keyword: string, possible: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DATABASE_URL: the value of ${keyword} is invalid`,
    `valid values: ${possible}`,
  );
}
