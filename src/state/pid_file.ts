import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { exists } from "../exists.ts";

const content = z.object({
  command: z.string(),
  pid: z.number(),
  /** Numbers repeat on every host, and in every container. */
  host: z.string(),
  startedAt: z.string(),
  /** Where its web page is. */
  url: z.string().optional(),
});

/** A process that says in STATE_DIR/run that it works. */
export interface RunningProcess extends z.infer<typeof content> {
  /** Resolves when the process has ended, however it ended. */
  readonly ended: () => Promise<void>;
}

/** The commands that process Batches; the others show them. */
const workerCommands: ReadonlySet<string> = new Set(["watch", "queue", "demo"]);

/** Whether a process processes Batches; one that only shows pages does not. */
export function isWorker({ command }: Pick<RunningProcess, "command">): boolean {
  return workerCommands.has(command);
}

/** This process's entry; it ends when disposed of. */
export interface Announcement extends Disposable {
  /** Shows the entry to others: the process works now, and serves its page at `url`. */
  readonly ready: (url?: string) => void;
}

/**
 * Announces this process in a file that it keeps locked while it lives. The lock, not the
 * number in the file, tells whether the process is alive: the system frees it even after
 * `kill -9`, and a number that was given to another program deceives nobody. Every `everyMs` it is
 * seen to that the entry is there, for somebody may have tidied up.
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
  let entry = lockedFile(hidden, text);
  let shown = hidden;
  const show = (): void => {
    Deno.renameSync(hidden, path);
    shown = path;
  };
  const keepThere = (): void => {
    if (exists(path)) return;
    Deno.mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
    entry.close();
    entry = lockedFile(hidden, text);
    show();
  };
  let keeping: ReturnType<typeof setInterval> | undefined;
  return {
    ready: (url) => {
      text = JSON.stringify({ command, pid: Deno.pid, host, startedAt, url });
      writeEntry(entry, text);
      show();
      keeping = setInterval(keepThere, everyMs);
      Deno.unrefTimer(keeping);
    },
    [Symbol.dispose](): void {
      clearInterval(keeping);
      if (exists(shown)) Deno.removeSync(shown);
      entry.close();
    },
  };
}

function lockedFile(path: string, text: string): Deno.FsFile {
  const file = Deno.openSync(path, { create: true, write: true, truncate: true });
  file.lockSync(true);
  writeEntry(file, text);
  return file;
}

function writeEntry(file: Deno.FsFile, text: string): void {
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(text));
}

/** The processes that work for a STATE_DIR; files left by dead ones are removed. */
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
    // it ended while we looked, or has not written its line yet
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
