import { Buffer } from "node:buffer";
import { IntakeError } from "../model/errors.ts";
import { PrivateFileError, readPrivateFile } from "../system/private_file.ts";

/** Credentials by host (`name` or `name:port`) or bucket, in lower case. */
export type Credentials = ReadonlyMap<string, Credential>;

/** What one line of the credentials file contains. */
export interface Credential {
  readonly kind: "basic" | "bearer" | "s3";
  readonly secret: string;
}

/** The value of HTTP's Authorization header; undefined for S3 credentials. */
export function authorizationOf({ kind, secret }: Credential): string | undefined {
  if (kind === "s3") return undefined;
  return kind === "basic" ? `Basic ${Buffer.from(secret).toString("base64")}` : `Bearer ${secret}`;
}

/** The credentials for a server. The default port of a scheme may be written or omitted. */
export function credentialsOf(credentials: Credentials, server: URL): Credential | undefined {
  const { host, hostname, port, protocol } = server;
  const withPort = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
  return credentials.get(host) ?? credentials.get(withPort);
}

const kinds = ["basic", "bearer", "s3"] as const;

/**
 * Reads a file of credentials with one line for each host: `host basic user:password`,
 * `host bearer token` or `host s3 key:secret`. Throws IntakeError SETTINGS, whose message never
 * repeats the content of a line.
 */
export function readCredentials(path: string | undefined): Credentials {
  if (path === undefined) return new Map();
  const lines = readOrThrow(path).split(/\r?\n/).map((line) => line.trim());
  return new Map(lines.flatMap((line, at) => {
    if (line === "" || line.startsWith("#")) return [];
    const [, host = "", written = "", secret = ""] = /^(\S+)\s+(basic|bearer|s3)\s+(\S.*)$/i
      .exec(line) ?? [];
    const kind = kinds.find((one) => one === written.toLowerCase());
    if (!kind) {
      throw fault(`line ${at + 1} of ${path} is not "host basic|bearer|s3 secret"`);
    }
    return [[host.toLowerCase(), { kind, secret }]];
  }));
}

function readOrThrow(path: string): string {
  try {
    return readPrivateFile(path);
  } catch (error) {
    throw error instanceof PrivateFileError ? fault(`${path} ${error.message}`, error) : error;
  }
}

function fault(message: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DELIVER_CREDENTIALS: ${message}`,
    "set the file's mode to 0600 and write one line for each host",
    cause === undefined ? {} : { cause },
  );
}
