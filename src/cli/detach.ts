import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntakeError } from "../model/errors.ts";
import { exists } from "../system/paths.ts";
import { type RunningProcess, runningProcesses } from "../system/running_processes.ts";
import { openStateDir, type StateDir } from "../system/state_dir.ts";
import type { Environment } from "./command.ts";
import { shownCommand } from "../system/shown_command.ts";

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
    `wait until watch has started; to check: ${shownCommand("status")}`,
  );
}

function requireNoWatch(state: StateDir): void {
  const running = watchOf(state);
  if (!running) return;
  throw new IntakeError(
    "USAGE",
    `watch is already running for STATE_DIR ${state.path}: process ${running.pid} on ` +
      `${running.host}`,
    `stop it with ${shownCommand("stop")}, or use another STATE_DIR`,
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

/**
 * Starts this program in a new session, with empty standard input and both outputs appended to
 * `logFile`. Runs the compiled program, or Deno with the permission set of the task.
 */
export function relaunchDetached(args: readonly string[], logFile: string): Deno.ChildProcess {
  const command = [Deno.execPath(), ...(Deno.build.standalone ? [] : runArguments()), ...args];
  return new Deno.Command("/bin/sh", {
    args: ["-c", 'log=$1; shift; exec "$@" >>"$log" 2>&1', "sh", logFile, ...command],
    env: { [logFileVariable]: logFile },
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
}

/** As in deno.json, but for any current directory. */
function runArguments(): string[] {
  const main = join(fileURLToPath(import.meta.resolve("../../deno.json")), "../main.ts");
  const memory = "--v8-flags=--max-semi-space-size=2,--heap-growing-percent=20";
  return ["run", "-q", "--no-prompt", "--node-modules-dir=manual", memory, "-P=intake", main];
}

/** `watch --detach` passes the path of the log file to the background process in this variable. */
export const logFileVariable = "DICOM_INTAKE_LOG_FILE";

const maxBytes = 10_000_000;
const keptFiles = 3;
const rotateEveryMs = 10_000;

/** Rotates a log file while this process uses it; does nothing without a log file. */
export function openLogRotation(logFile: string | undefined, everyMs = rotateEveryMs): Disposable {
  if (!logFile) return { [Symbol.dispose]: () => {} };
  const timer = setInterval(() => rotateLog(logFile, maxBytes), everyMs);
  Deno.unrefTimer(timer);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/**
 * Copies a log of more than `bytes` bytes to `<path>.1`, which becomes `<path>.2` and so on; three
 * files are kept. The log itself is truncated, because this process, its only writer, has it open.
 * Without space for a copy, the log is not rotated.
 */
export function rotateLog(path: string, bytes: number): void {
  try {
    if (Deno.statSync(path).size <= bytes) return;
    Deno.copyFileSync(path, `${path}.new`);
    for (let at = keptFiles - 1; at > 0; at--) {
      if (exists(`${path}.${at}`)) Deno.renameSync(`${path}.${at}`, `${path}.${at + 1}`);
    }
    Deno.renameSync(`${path}.new`, `${path}.1`);
    Deno.truncateSync(path);
  } catch {
    // no space, or the file was removed: the log is less important than the work
  }
}
