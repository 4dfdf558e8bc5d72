import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { exists } from "./paths.ts";

const content = z.object({
  command: z.string(),
  pid: z.number(),
  /** Process IDs are unique only within a host or container. */
  host: z.string(),
  startedAt: z.string(),
  /** The URL of its web page. */
  url: z.string().optional(),
});

/** A running process, as announced by its file in STATE_DIR/run. */
export interface RunningProcess extends z.infer<typeof content> {
  /** Resolves when the process has ended, also after a crash. */
  readonly ended: () => Promise<void>;
}

/** The commands that process Batches. */
const workerCommands: ReadonlySet<string> = new Set(["watch", "queue", "demo"]);

/** Whether a process processes Batches, unlike one that only serves pages. */
export function isWorker({ command }: Pick<RunningProcess, "command">): boolean {
  return workerCommands.has(command);
}

/** The announcement of this process, which disposing withdraws. */
export interface Announcement extends Disposable {
  /** Makes the announcement visible to other processes, with the URL of the web page, if any. */
  readonly ready: (url?: string) => void;
}

/**
 * Announces this process in a file that it keeps locked until it ends. The lock, not the process ID
 * in the file, shows whether the process is alive: the system releases it even after `kill -9`, and
 * process IDs are reused. The file is recreated if it was deleted, which is checked every `everyMs`
 * milliseconds.
 */
export function announceProcess(
  runDirectory: string,
  command: string,
  everyMs = 10_000,
): Announcement {
  const host = hostname();
  const path = join(runDirectory, `${command}-${host}-${Deno.pid}.json`);
  const startedAt = new Date().toISOString();
  let text = JSON.stringify({ command, pid: Deno.pid, host, startedAt });
  const hidden = `${path}.new`;
  let file = lockedFile(hidden, text);
  let currentPath = hidden;
  const publish = (): void => {
    Deno.renameSync(hidden, path);
    currentPath = path;
  };
  const recreateIfMissing = (): void => {
    if (exists(path)) return;
    Deno.mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
    file.close();
    file = lockedFile(hidden, text);
    publish();
  };
  let checking: ReturnType<typeof setInterval> | undefined;
  return {
    ready: (url) => {
      text = JSON.stringify({ command, pid: Deno.pid, host, startedAt, url });
      writeText(file, text);
      publish();
      checking = setInterval(recreateIfMissing, everyMs);
      Deno.unrefTimer(checking);
    },
    [Symbol.dispose](): void {
      clearInterval(checking);
      if (exists(currentPath)) Deno.removeSync(currentPath);
      file.close();
    },
  };
}

function lockedFile(path: string, text: string): Deno.FsFile {
  const file = Deno.openSync(path, { create: true, write: true, truncate: true });
  file.lockSync(true);
  writeText(file, text);
  return file;
}

function writeText(file: Deno.FsFile, text: string): void {
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(text));
}

/** The running processes of a STATE_DIR. Files of crashed processes are removed. */
export function runningProcesses(runDirectory: string): RunningProcess[] {
  const running: RunningProcess[] = [];
  for (const entry of Deno.readDirSync(runDirectory)) {
    if (!entry.isFile || !entry.name.endsWith(".json")) continue;
    const process = readProcess(join(runDirectory, entry.name));
    if (process) running.push(process);
  }
  return running.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

function readProcess(path: string): RunningProcess | undefined {
  try {
    using file = Deno.openSync(path, { read: true, write: true });
    if (file.tryLockSync(true)) {
      Deno.removeSync(path);
      return undefined;
    }
    const parsed = content.safeParse(JSON.parse(Deno.readTextFileSync(path)));
    return parsed.success ? { ...parsed.data, ended: () => ended(path) } : undefined;
  } catch (error) {
    // the process has just ended, or has not written its file yet
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function ended(path: string): Promise<void> {
  try {
    using file = await Deno.open(path, { read: true, write: true });
    await file.lock(true);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
