import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { type RunningProcess, runningProcesses } from "../state/pid_file.ts";
import { openStateDir, type StateDir } from "../state/state_dir.ts";
import type { Surroundings } from "./command.ts";

const lookEveryMs = 50;
/** Of what a failed start has said, the end. */
const mostLines = 20;

/**
 * Starts this command again without `--detach` in the background, its log in
 * STATE_DIR/watch.log, and waits until it works or has failed. Returns the exit code; what a
 * failed start has said is shown. Throws IntakeError USAGE when a watch already runs for STATE_DIR.
 */
export async function runDetached(
  stateDir: string,
  { relaunch, stdout, stderr }: Surroundings,
): Promise<number> {
  const state = openStateDir(stateDir);
  using _starting = onlyStart(state);
  requireNoWatch(state);
  const logFile = join(state.path, "watch.log");
  const logged = sizeOf(logFile);
  const child = relaunch(logFile);
  let exitCode: number | undefined;
  void child.status.then(({ code }) => exitCode = code);
  while (exitCode === undefined) {
    const started = watchOf(state);
    if (started) {
      stdout(`watching in the background: process ${started.pid}, log ${logFile}\n`);
      if (started.url) stdout(`web page: ${started.url}\n`);
      child.unref();
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  stderr(`${lastLines(logFile, logged)}\n`);
  return exitCode;
}

/** Held while a start is under way: of two at once, one is refused. */
function onlyStart(state: StateDir): Disposable {
  const file = Deno.openSync(join(state.run, "detach.lock"), { create: true, write: true });
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new IntakeError(
    "USAGE",
    `watch --detach is already starting for STATE_DIR ${state.path}`,
    "wait until it has started, and see: deno task status",
  );
}

function requireNoWatch(state: StateDir): void {
  const running = watchOf(state);
  if (!running) return;
  throw new IntakeError(
    "USAGE",
    `watch already runs for STATE_DIR ${state.path}: process ${running.pid} on ${running.host}`,
    "stop it first: deno task stop; or give the second one a STATE_DIR of its own",
  );
}

function watchOf(state: StateDir): RunningProcess | undefined {
  return runningProcesses(state.run).find(({ command }) => command === "watch");
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** The end of what was written to a log since it had that many bytes. */
function lastLines(logFile: string, from: number): string {
  const bytes = Deno.readFileSync(logFile);
  const text = new TextDecoder().decode(bytes.subarray(from > bytes.length ? 0 : from));
  return text.trimEnd().split("\n").slice(-mostLines).join("\n");
}
