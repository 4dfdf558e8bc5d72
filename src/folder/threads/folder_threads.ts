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
  return new FolderThreadPool(options);
}

class FolderThreadPool implements FolderThreads {
  readonly #inboxes: Set<string>;
  #threads: FolderThread[] = [];
  /** Threads without access to all inboxes, which end after their current tasks. */
  readonly #retired = new Set<FolderThread>();
  readonly #liveness = new Liveness();
  readonly #timer: ReturnType<typeof setInterval>;
  #latestListing = 0;

  constructor(readonly options: FolderThreadOptions) {
    this.#inboxes = new Set(options.bases);
    this.#timer = setInterval(() => this.#check(), checkEveryMs);
    Deno.unrefTimer(this.#timer);
  }

  async ask<Kind extends FolderTaskKind>(
    kind: Kind,
    request: FolderTasks[Kind]["request"],
  ): Promise<FolderTasks[Kind]["response"]> {
    const task = { kind, ...request } as FolderTask;
    return await this.#leastBusy().ask(task) as FolderTasks[Kind]["response"];
  }

  async *list({ base, uid, code }: SourcePlace): AsyncGenerator<readonly FolderEntry[]> {
    const thread = this.#leastBusy();
    const task = { kind: "list", base, uid, code, listing: ++this.#latestListing } as const;
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
  }

  allowInbox(inbox: string): void {
    if (this.#inboxes.has(inbox)) return;
    this.#inboxes.add(inbox);
    for (const thread of this.#threads.splice(0)) {
      this.#retired.add(thread);
      thread.retire();
    }
  }

  get stalledMs(): number {
    return this.#liveness.idleMs;
  }

  silentMs(code: string): number {
    return Math.max(0, ...this.#all().map((thread) => thread.silentMs(code)));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    for (const thread of this.#all()) thread.end();
  }

  #all(): FolderThread[] {
    return [...this.#threads, ...this.#retired];
  }

  #leastBusy(): FolderThread {
    this.#threads = this.#threads.filter(({ hasEnded }) => !hasEnded);
    const [first] = this.#threads.toSorted((a, b) => a.load - b.load);
    if (first && (first.load === 0 || this.#threads.length >= this.options.size)) return first;
    const started = new FolderThread([...this.#inboxes], this.options.silenceMs);
    this.#threads.push(started);
    return started;
  }

  #check(): void {
    this.#liveness.note(this.#all().flatMap((thread) => thread.busyWatch ?? []));
    for (const thread of this.#all()) thread.check();
    for (const thread of this.#retired) if (thread.hasEnded) this.#retired.delete(thread);
  }
}
