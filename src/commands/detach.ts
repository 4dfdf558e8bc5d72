import { join } from "node:path";
import { runningProcesses } from "../state/pid_file.ts";
import { openStateDir } from "../state/state_dir.ts";
import type { Surroundings } from "./command.ts";

const lookEveryMs = 50;

/**
 * Starts this command again without `--detach` in the background, its log in
 * STATE_DIR/watch.log, and waits until it works or has failed. Returns the exit code; a
 * failed start's last line is shown.
 */
export async function runDetached(
  stateDir: string,
  { relaunch, stdout, stderr }: Surroundings,
): Promise<number> {
  const state = openStateDir(stateDir);
  const logFile = join(state.path, "watch.log");
  const before = new Set(runningProcesses(state.run).map(({ pid }) => pid));
  const child = relaunch(logFile);
  let exitCode: number | undefined;
  void child.status.then(({ code }) => exitCode = code);
  while (exitCode === undefined) {
    const started = runningProcesses(state.run).find(({ pid }) => !before.has(pid));
    if (started) {
      stdout(`watching in the background: process ${started.pid}, log ${logFile}\n`);
      child.unref();
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  stderr(`${lastLine(logFile)}\n`);
  return exitCode;
}

function lastLine(logFile: string): string {
  return Deno.readTextFileSync(logFile).trimEnd().split("\n").at(-1) ?? "";
}
