import { Liveness } from "../../system/stall_watch.ts";
import type { FolderEntry } from "../list_files.ts";
import type { SourcePlace } from "../set_aside.ts";
import type { FolderTask, FolderTaskKind, FolderTasks } from "./folder_tasks.ts";
import { FolderThread } from "./folder_thread.ts";

const checkEveryMs = 1000;

/**
 * Threads that list, survey and dispose of folders, so that a slow inbox does not block the main
 * thread.
 */
export interface FolderThreads extends Disposable {
  /**
   * Throws IntakeError (including THREAD_STALLED), Deno's NotFound, and FolderRefusal for other
   * errors of the operating system.
   */
  ask<Kind extends FolderTaskKind>(
    kind: Kind,
    request: FolderTasks[Kind]["request"],
  ): Promise<FolderTasks[Kind]["response"]>;
  /** The files of a folder in the order of their paths, some at a time. Throws as {@link ask}. */
  list(place: SourcePlace): AsyncIterable<readonly FolderEntry[]>;
  /** Allows the threads to access another inbox. */
  allowInbox(inbox: string): void;
  /** For how many milliseconds the tasks for a Batch have made no progress. */
  silentMs(code: string): number;
  /** For how many milliseconds no thread has made progress although tasks were pending. */
  readonly stalledMs: number;
}

/** How the threads work. */
export interface FolderThreadOptions {
  /** The maximum number of threads; each is started when it is needed. */
  readonly size: number;
  readonly bases: readonly string[];
  /** A thread without progress for this time is replaced. */
  readonly silenceMs: number;
}

export function openFolderThreads(options: FolderThreadOptions): FolderThreads {
  const { size, bases, silenceMs } = options;
  const inboxes = new Set(bases);
  const retired = new Set<FolderThread>();
  let threads: FolderThread[] = [];
  let latest = 0;

  const leastBusy = (): FolderThread => {
    threads = threads.filter(({ hasEnded }) => !hasEnded);
    const [first] = threads.toSorted((a, b) => a.load - b.load);
    if (first && (first.load === 0 || threads.length >= size)) return first;
    const started = new FolderThread([...inboxes], silenceMs);
    threads.push(started);
    return started;
  };
  const liveness = new Liveness();
  const all = (): FolderThread[] => [...threads, ...retired];
  const check = setInterval(() => {
    liveness.note(all().flatMap((thread) => thread.busyWatch ?? []));
    for (const thread of all()) thread.check();
    for (const thread of retired) if (thread.hasEnded) retired.delete(thread);
  }, checkEveryMs);
  Deno.unrefTimer(check);
  return {
    async ask<Kind extends FolderTaskKind>(
      kind: Kind,
      request: FolderTasks[Kind]["request"],
    ): Promise<FolderTasks[Kind]["response"]> {
      return await leastBusy().ask(
        { kind, ...request } as FolderTask,
      ) as FolderTasks[Kind]["response"];
    },
    async *list({ base, uid, code }): AsyncGenerator<readonly FolderEntry[]> {
      const thread = leastBusy();
      const task = { kind: "list", base, uid, code, listing: ++latest } as const;
      const release = thread.hold();
      try {
        for (;;) {
          const entries = await thread.ask(task) as readonly FolderEntry[];
          if (entries.length === 0) return;
          yield entries;
        }
      } finally {
        await thread.ask({ kind: "endList", listing: task.listing }).catch(() => undefined);
        release();
      }
    },
    allowInbox(inbox): void {
      if (inboxes.has(inbox)) return;
      inboxes.add(inbox);
      for (const thread of threads.splice(0)) {
        retired.add(thread);
        thread.retire();
      }
    },
    get stalledMs() {
      return liveness.idleMs;
    },
    silentMs: (code) => Math.max(0, ...all().map((thread) => thread.silentMs(code))),
    [Symbol.dispose](): void {
      clearInterval(check);
      for (const thread of all()) thread.end();
    },
  };
}
