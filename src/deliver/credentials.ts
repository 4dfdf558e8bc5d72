import { IntakeError } from "../errors.ts";

/** The Authorization header of each host (`name` or `name:port`). */
export type Credentials = ReadonlyMap<string, string>;

/**
 * Reads a file of credentials, a line each: `host basic user:password` or `host bearer token`.
 * Throws IntakeError SETTINGS, which never repeats a line.
 */
export function readCredentials(path: string | undefined): Credentials {
  if (path === undefined) return new Map();
  const lines = readOwn(path).split(/\r?\n/).map((line) => line.trim());
  return new Map(lines.flatMap((line, at) => {
    if (line === "" || line.startsWith("#")) return [];
    const [, host = "", kind = "", secret = ""] = /^(\S+)\s+(basic|bearer)\s+(\S.*)$/i
      .exec(line) ?? [];
    if (host === "") {
      throw fault(
        `line ${at + 1} of ${path} is not "host basic user:password" or "host bearer token"`,
      );
    }
    const isBasic = kind.toLowerCase() === "basic";
    return [[host, isBasic ? `Basic ${btoa(secret)}` : `Bearer ${secret}`]];
  }));
}

function readOwn(path: string): string {
  try {
    const { mode } = Deno.statSync(path);
    if (Deno.build.os !== "windows" && ((mode ?? 0) & 0o077) !== 0) {
      throw fault(`${path} may be read by others than its owner`);
    }
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof IntakeError) throw error;
    throw fault(`${path} cannot be read`, error);
  }
}

function fault(message: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DELIVER_CREDENTIALS: ${message}`,
    "give a file of mode 0600 with a line for each host",
    cause === undefined ? {} : { cause },
  );
}
