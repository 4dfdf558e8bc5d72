import { homedir } from "node:os";
import { join } from "node:path";

/** The log-in that a password is looked up for. */
interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** The path of the password file, unless it is `~/.pgpass`. */
  readonly file: string | undefined;
}

const field = String.raw`((?:\\.|[^:\\])*):`;
const entry = new RegExp(`^${field.repeat(4)}(.*)$`);

/**
 * Finds the password as psql does (libpq 34.16): in the first line
 * `host:port:database:user:password` that matches. A file that other users can read is ignored.
 */
export function passwordFor(
  login: Login,
  env: (name: string) => string | undefined,
): string | undefined {
  const path = login.file ?? join(env("HOME") ?? homedir(), ".pgpass");
  const host = login.host.startsWith("/") ? "localhost" : login.host;
  const wanted = [host, String(login.port), login.database, login.user];
  for (const line of linesOf(path)) {
    const [, ...fields] = entry.exec(line) ?? [];
    const password = fields.pop();
    const fits = wanted.every((value, n) => fields[n] === "*" || unescaped(fields[n]) === value);
    if (fits && password) return unescaped(password);
  }
  return undefined;
}

function linesOf(path: string): string[] {
  try {
    const { mode } = Deno.statSync(path);
    if (mode !== null && (mode & 0o077) !== 0) return [];
    return Deno.readTextFileSync(path).split(/\r?\n/).filter((line) => !line.startsWith("#"));
  } catch {
    return []; // no file: the server may not require a password
  }
}

function unescaped(field = ""): string {
  return field.replaceAll(/\\([:\\])/g, "$1");
}
