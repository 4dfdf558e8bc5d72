import { homedir } from "node:os";
import { join } from "node:path";

/** The key of a password. */
interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** The path of the file, if it is not `~/.pgpass`. */
  readonly file: string | undefined;
}

const field = String.raw`((?:\\.|[^:\\])*):`;
const entry = new RegExp(`^${field.repeat(4)}(.*)$`);

/**
 * The password in a password file, as psql finds it (libpq 34.16): that of the first matching line
 * `host:port:database:user:password`. A file that others can read is not used.
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
