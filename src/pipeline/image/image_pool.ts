import type { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { Liveness, ProgressCount, StallWatch } from "../../system/stall_watch.ts";
import { FairQueue } from "./fair_queue.ts";
import type { ImageTask, WorkerAnswer } from "./image_task.ts";
import {
  chunksPerThread,
  idle,
  idleThreads,
  ImageThread,
  leastBusy,
  type PendingChunk,
  silentMsOf,
  workerDied,
} from "./image_thread.ts";
import { type ImageDirectories, type PoolSetup, startImageWorker } from "./start_image_worker.ts";

/** Threads that process images; pixel bytes are never passed to another thread. */
export interface ImagePool extends Disposable {
  /**
   * Processes one chunk of files. Throws IntakeError WORKER_DIED if the thread ended,
   * THREAD_STALLED if a file system did not respond, THREAD_BUSY if it computed without progress,
   * and what `processImage` rejects with.
   */
  run(task: ImageTask): Promise<readonly ImageOutcome[]>;
  /** Allows the threads to read another inbox, whose Batches this process may claim. */
  allowInbox(inbox: string): void;
  /** For how many milliseconds the work for a Batch has made no progress. */
  silentMs(code: string): number;
  /** For how many milliseconds no thread has made progress although chunks were pending. */
  readonly stalledMs: number;
  /** The number of chunks to submit at once so that no thread is idle. */
  readonly capacity: number;
}

const checkEveryMs = 1000;
const defaultRestMs = 60_000;
/** The maximum time that a Batch waits until its first chunk is processed. */
const firstChunkMs = 500;

/**
 * Opens a pool of `size` threads. A thread that ends, or makes no progress for `silenceMs`, is
 * replaced when it is needed. All threads except one end after they have been idle for `restMs`.
 */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: PoolSetup,
  silenceMs: number,
  restMs = defaultRestMs,
): ImagePool & { readonly threads: () => number } {
  return new ThreadPool(size, directories, setup, silenceMs, restMs);
}

class ThreadPool implements ImagePool {
  readonly capacity: number;
  readonly #inboxes: Set<string>;
  readonly #threads = new Set<ImageThread>();
  /**
   * Additional threads for Batches that wait because of slow files of other Batches. Searches for
   * text need much memory and keep a processor busy: at most one of these threads searches, and
   * only if all ordinary threads wait for a file system.
   */
  readonly #extra = new Set<ImageThread>();
  /**
   * Threads that end after their current chunks: additional ones, and those without access to all
   * inboxes.
   */
  readonly #retired = new Set<ImageThread>();
  readonly #waiting = new FairQueue<PendingChunk>(({ task }) => task.code);
  readonly #liveness = new Liveness();
  readonly #checkTimer: ReturnType<typeof setInterval>;
  #firstChunkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly size: number,
    readonly directories: ImageDirectories,
    readonly setup: PoolSetup,
    readonly silenceMs: number,
    readonly restMs: number,
  ) {
    this.capacity = size * chunksPerThread;
    this.#inboxes = new Set(directories.inboxes);
    this.#checkTimer = setInterval(() => this.#check(), Math.min(checkEveryMs, restMs));
    Deno.unrefTimer(this.#checkTimer);
    this.#start(this.#threads); // others start when they are needed
  }

  run(task: ImageTask): Promise<readonly ImageOutcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#dispatch();
    });
  }

  allowInbox(inbox: string): void {
    if (this.#inboxes.has(inbox)) return;
    this.#inboxes.add(inbox);
    // permissions of a running thread cannot be extended
    for (const thread of this.#threads) {
      this.#threads.delete(thread);
      this.#retired.add(thread);
      this.#endIfRetired(thread);
    }
    this.#dispatch();
  }

  threads(): number {
    return this.#threads.size;
  }

  get stalledMs(): number {
    return this.#liveness.idleMs;
  }

  silentMs(code: string): number {
    return silentMsOf(this.#all(), code);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#checkTimer);
    clearTimeout(this.#firstChunkTimer);
    for (const { worker } of this.#all()) worker.terminate();
  }

  #all(): ImageThread[] {
    return [...this.#threads, ...this.#extra, ...this.#retired];
  }

  #dispatch(): void {
    while (this.#waiting.size > 0) {
      const thread = idle(this.#threads) ??
        (this.#threads.size < this.size ? this.#start(this.#threads) : leastBusy(this.#threads));
      const next = thread && this.#waiting.next();
      if (!next) break;
      thread.send(next);
    }
    if (this.#waiting.size > 0) {
      this.#firstChunkTimer ??= setTimeout(() => this.#startFirstChunk(), firstChunkMs);
    }
  }

  /** Starts an additional thread for one chunk of a Batch that has no chunk at any thread. */
  #startFirstChunk(): void {
    this.#firstChunkTimer = undefined;
    const served = new Set([...this.#threads, ...this.#extra].flatMap(({ codes }) => codes));
    const maySearch = [...this.#threads].every(({ watch }) => !watch.count.isComputing) &&
      [...this.#extra].every(({ leavesSearches }) => leavesSearches);
    const next = this.#extra.size < this.size
      ? this.#waiting.next(({ task, isSearched }) =>
        (maySearch || !isSearched) && !served.has(task.code)
      )
      : undefined;
    if (next) this.#start(this.#extra, !maySearch).send(next);
    this.#dispatch();
  }

  #start(group: Set<ImageThread>, leavesSearches = false): ImageThread {
    const count = new ProgressCount();
    const directories = { ...this.directories, inboxes: [...this.#inboxes] };
    const worker = startImageWorker(directories, this.setup, count);
    const watch = new StallWatch(count, this.silenceMs);
    const thread = new ImageThread(worker, watch, leavesSearches);
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const rest = thread.receive(data);
      if (rest) this.#waiting.putBack(rest);
      if (!thread.isBusy && this.#extra.delete(thread)) this.#retired.add(thread);
      this.#endIfRetired(thread);
      this.#dispatch();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replaceThread(thread, workerDied());
    };
    group.add(thread);
    return thread;
  }

  #endIfRetired(thread: ImageThread): void {
    if (!thread.isBusy && this.#retired.delete(thread)) thread.worker.terminate();
  }

  #replaceThread(thread: ImageThread, fault: IntakeError): void {
    for (const group of [this.#threads, this.#extra, this.#retired]) group.delete(thread);
    thread.end(fault).forEach((chunk) => this.#waiting.putBack(chunk));
    this.#dispatch();
  }

  #check(): void {
    const busy = this.#all().filter(({ isBusy }) => isBusy);
    this.#liveness.note(busy.map(({ watch }) => watch));
    for (const thread of busy.filter(({ watch }) => watch.isStalled)) {
      this.#replaceThread(thread, thread.watch.fault);
    }
    for (const thread of idleThreads([...this.#threads], this.restMs)) {
      this.#threads.delete(thread);
      thread.worker.terminate();
    }
  }
}
