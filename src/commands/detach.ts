import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { type RunningProcess, runningProcesses } from "../state/pid_file.ts";
import { openStateDir, type StateDir } from "../state/state_dir.ts";
import type { Environment } from "./command.ts";

const checkEveryMs = 50;
/** How many of the last lines of its log are shown if the start fails. */
const maxLines = 20;

/**
 * Starts this command without `--detach` in the background and waits until it is ready or has
 * failed. Its log is STATE_DIR/watch.log; the end of it is shown if the start fails. Returns the
 * exit code. Throws IntakeError USAGE if a watch process of this STATE_DIR exists.
 */
export async function runDetached(
  stateDir: string,
  { relaunch, stdout, stderr }: Environment,
): Promise<number> {
  const state = openStateDir(stateDir);
  using _starting = onlyStart(state);
  requireNoWatch(state);
  const logFile = join(state.path, "watch.log");
  const sizeBefore = sizeOf(logFile);
  const child = relaunch(logFile);
  let exitCode: number | undefined;
  void child.status.then(({ code }) => exitCode = code);
  while (exitCode === undefined) {
    const started = watchOf(state);
    if (started) {
      stdout(`watch is running in the background: process ${started.pid}, log ${logFile}\n`);
      if (started.url) stdout(`web page: ${started.url}\n`);
      child.unref();
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, checkEveryMs));
  }
  stderr(`${lastLines(logFile, sizeBefore)}\n`);
  return exitCode;
}

/** A lock that is held during the start: of two simultaneous starts, one is refused. */
function onlyStart(state: StateDir): Disposable {
  const file = Deno.openSync(join(state.run, "detach.lock"), { create: true, write: true });
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new IntakeError(
    "USAGE",
    `watch --detach is already starting for STATE_DIR ${state.path}`,
    "wait until watch has started; to check: deno task status",
  );
}

function requireNoWatch(state: StateDir): void {
  const running = watchOf(state);
  if (!running) return;
  throw new IntakeError(
    "USAGE",
    `watch is already running for STATE_DIR ${state.path}: process ${running.pid} on ${running.host}`,
    "stop it with deno task stop, or use another STATE_DIR",
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

/** The last lines of a log that were written after its first `start` bytes. */
function lastLines(logFile: string, start: number): string {
  const bytes = Deno.readFileSync(logFile);
  const text = new TextDecoder().decode(bytes.subarray(start > bytes.length ? 0 : start));
  return text.trimEnd().split("\n").slice(-maxLines).join("\n");
}
