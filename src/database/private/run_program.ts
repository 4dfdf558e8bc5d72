import type { Account } from "./account.ts";
import { serverFault } from "./fault.ts";

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
