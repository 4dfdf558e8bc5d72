import { fileURLToPath } from "node:url";
import { logFileVariable } from "./log_rotation.ts";

/**
 * Starts this program in a new session, with empty standard input and both outputs appended to
 * `logFile`. Runs the compiled program, or the task of deno.json, which has the permissions.
 */
export function relaunchDetached(args: readonly string[], logFile: string): Deno.ChildProcess {
  const command = [Deno.execPath(), ...(Deno.build.standalone ? [] : taskArguments()), ...args];
  return new Deno.Command("/bin/sh", {
    args: ["-c", 'log=$1; shift; exec "$@" >>"$log" 2>&1', "sh", logFile, ...command],
    env: { [logFileVariable]: logFile },
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
}

function taskArguments(): string[] {
  const config = fileURLToPath(import.meta.resolve("../../deno.json"));
  return ["task", "--quiet", "--config", config, "--cwd", Deno.cwd()];
}
