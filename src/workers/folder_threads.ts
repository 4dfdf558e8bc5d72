import type { FolderEntry } from "../folder/list_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { FolderTask, FolderTaskKind, FolderTasks } from "./folder_task.ts";
import { Liveness } from "./liveness.ts";
import { FolderThread } from "./folder_thread.ts";

const checkEveryMs = 1000;

/** Threads that list, survey and dispose of folders, so that a slow inbox blocks nothing else. */
export interface FolderThreads extends Disposable {
  /**
   * Throws IntakeError, THREAD_STALLED among them, Deno's NotFound, and what else the operating
   * system refuses as FolderRefusal.
   */
  ask<Kind extends FolderTaskKind>(
    kind: Kind,
    asks: FolderTasks[Kind]["asks"],
  ): Promise<FolderTasks[Kind]["gives"]>;
  /** The files of a folder in path order, some at a time. Throws as {@link ask}. */
  list(place: SourcePlace): AsyncIterable<readonly FolderEntry[]>;
  /** Lets the threads work on an inbox of another process. */
  allowInbox(inbox: string): void;
  /** For how long what is asked for a Batch, by its code, has made no progress, in ms. */
  silentMs(code: string): number;
  /** For how long no thread has made progress though there was something to do. */
  readonly stalledMs: number;
}

/** How the threads work. */
export interface FolderThreadOptions {
  /** Most threads; each is started when it is needed. */
  readonly size: number;
  readonly bases: readonly string[];
  /** A thread that makes no progress for this long is replaced. */
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
      asks: FolderTasks[Kind]["asks"],
    ): Promise<FolderTasks[Kind]["gives"]> {
      return await leastBusy().ask({ kind, ...asks } as FolderTask) as FolderTasks[Kind]["gives"];
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
