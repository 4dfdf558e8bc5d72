import { userInfo } from "node:os";
import { IntakeError } from "../../model/errors.ts";
import { encryptionOf, type EncryptionSettings } from "./encryption.ts";
import { type Keywords, readKeywords } from "./keywords.ts";
import { passwordFor } from "./password_file.ts";
import { type TargetSession, targetSessions } from "./session.ts";

/** A possible location of a server. */
export interface Host {
  /** A host name, an address, or the directory of a Unix socket. */
  readonly host: string;
  /** The network address of `host`, if it is given separately (hostaddr). */
  readonly address: string | undefined;
  readonly port: number;
  readonly password: string | undefined;
}

/** The location of the database and the login. */
export interface Address {
  /** Tried in this order. */
  readonly hosts: readonly Host[];
  readonly user: string;
  readonly database: string;
  readonly encryption: EncryptionSettings;
  readonly target: TargetSession;
  /** For each host; 0 means no limit. */
  readonly connectTimeoutMs: number;
  /** Parameters of the startup message: application_name, options. */
  readonly startup: Readonly<Record<string, string>>;
}

/** An address as in DATABASE_URL, or the directory of the private server's socket. */
export type ServerAddress = { readonly url: string } | {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
};

/** The default directories of Debian's and of PostgreSQL's own packages. */
const socketDirectories = ["/var/run/postgresql", "/tmp"];
const defaultTimeoutSeconds = 10;
/** A shorter time could fail if a host has several addresses (libpq 34.1.2). */
const minTimeoutSeconds = 2;

/**
 * Reads an address as libpq does: a URI or `keyword=value` pairs; environment variables (PGUSER,
 * PGPASSWORD, PGSSLMODE …) supply what is missing. Throws IntakeError SETTINGS.
 */
export function addressOf(
  server: ServerAddress,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Address {
  if (!("url" in server)) return socketAddress(server);
  const given = readKeywords(server.url, env);
  const user = given.get("user") ?? userInfo().username;
  const database = given.get("dbname") ?? user;
  return {
    hosts: hostsOf(given, { user, database }, env),
    user,
    database,
    encryption: encryptionOf(given, env),
    target: targetOf(given),
    connectTimeoutMs: timeoutOf(given) * 1000,
    startup: startupOf(given),
  };
}

/** The application_name of sessions if the address contains none. */
const defaultName = "dicom-intake";

/** The same address with this application_name, which is appended to one in the address. */
export function namedAddress(address: Address, name: string | undefined): Address {
  if (name === undefined) return address;
  const given = address.startup["application_name"];
  const application_name = given === defaultName ? name : `${given} ${name}`;
  return { ...address, startup: { ...address.startup, application_name } };
}

/** A description for people: hosts and database, never a password. */
export function placeOf({ hosts, database }: Address): string {
  return `${hosts.map(({ host, port }) => `${host}:${port}`).join(",")}/${database}`;
}

function socketAddress(
  { host, port, user, database }: Exclude<ServerAddress, { url: string }>,
): Address {
  return {
    hosts: [{ host, port, address: undefined, password: undefined }],
    user,
    database,
    encryption: encryptionOf(new Map([["sslmode", "disable"]]), () => undefined),
    target: "any",
    connectTimeoutMs: defaultTimeoutSeconds * 1000,
    startup: startupOf(new Map()),
  };
}

function hostsOf(
  given: Keywords,
  login: { readonly user: string; readonly database: string },
  env: (name: string) => string | undefined,
): Host[] {
  const addresses = listOf(given.get("hostaddr"));
  const ports = listOf(given.get("port")) ?? [""];
  const names = listOf(given.get("host")) ?? addresses ?? [defaultHost(portOf(ports[0]))];
  if (ports.length !== 1 && ports.length !== names.length) {
    throw invalid("port", "one for each host");
  }
  if (addresses && addresses.length !== names.length) {
    throw invalid("hostaddr", "one for each host");
  }
  const hosts = names.map((name, n): Host => {
    const address = addresses?.[n] || undefined;
    const host = name || address || "localhost";
    const port = portOf(ports.length === 1 ? ports[0] : ports[n]);
    const password = given.get("password") ??
      passwordFor({ ...login, host, port, file: given.get("passfile") }, env);
    return { host, address, port, password };
  });
  return given.get("load_balance_hosts") === "random" ? shuffled(hosts) : hosts;
}

/** Without a host: the directory of a Unix socket that exists, or else localhost. */
function defaultHost(port: number): string {
  return socketDirectories.find((directory) => {
    try {
      return Deno.lstatSync(`${directory}/.s.PGSQL.${port}`).isSocket;
    } catch {
      return false;
    }
  }) ?? "localhost";
}

function listOf(text: string | undefined): string[] | undefined {
  return text === undefined || text === "" ? undefined : text.split(",").map((one) => one.trim());
}

function portOf(text = ""): number {
  const port = text === "" ? 5432 : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw invalid("port", "a number from 1 to 65535");
}

function targetOf(given: Keywords): TargetSession {
  const text = given.get("target_session_attrs") ?? "any";
  const target = targetSessions.find((name) => name === text);
  if (target) return target;
  throw invalid("target_session_attrs", targetSessions.join(", "));
}

function timeoutOf(given: Keywords): number {
  const seconds = Number(given.get("connect_timeout") ?? defaultTimeoutSeconds);
  if (!Number.isInteger(seconds)) throw invalid("connect_timeout", "whole seconds");
  return seconds <= 0 ? 0 : Math.max(seconds, minTimeoutSeconds);
}

function startupOf(given: Keywords): Record<string, string> {
  const name = given.get("application_name") ?? given.get("fallback_application_name");
  const options = given.get("options");
  return { application_name: name ?? defaultName, ...(options ? { options } : {}) };
}

function shuffled<T>(values: readonly T[]): T[] {
  return values.map((value) => ({ value, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key).map(({ value }) => value);
}

function invalid(keyword: string, possible: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DATABASE_URL: the value of ${keyword} is invalid`,
    `valid values: ${possible}`,
  );
}
