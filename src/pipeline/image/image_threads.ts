import type { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { Liveness, ProgressCount, StallWatch, threadStalled } from "../../system/stall_watch.ts";
import { FairQueue } from "./fair_queue.ts";
import type { ImageTask, WorkerAnswer } from "./image_task.ts";
import { idleThreads, ImageThread, type PendingChunk, workerDied } from "./image_thread.ts";

const checkEveryMs = 1000;
/** One chunk is being processed; the others wait at the thread or are being made durable. */
const chunksPerThread = 4;
/** The maximum time that a Batch waits until its first chunk is processed. */
const firstChunkMs = 500;

/** How the threads work. */
export interface ImageThreadOptions {
  /** The maximum number of threads, and of additional ones. */
  readonly size: number;
  readonly inboxes: readonly string[];
  /** Starts a thread that may read these inboxes and counts its progress in this memory. */
  readonly startWorker: (inboxes: ReadonlySet<string>, progress: SharedArrayBuffer) => Worker;
  /** A thread without progress for this time is replaced. */
  readonly silenceMs: number;
  /** A thread ends after it has been idle for this time. */
  readonly restMs: number;
}

/** Distributes chunks of files to threads, and starts, replaces and ends the threads. */
export class ImageThreads {
  readonly #options: ImageThreadOptions;
  readonly #inboxes: Set<string>;
  readonly #threads = new Set<ImageThread>();
  /** Additional threads for Batches that wait because of slow files of other Batches. */
  readonly #extra = new Set<ImageThread>();
  /**
   * Threads that end after their current chunks: additional ones, and those without access to all
   * inboxes.
   */
  readonly #retired = new Set<ImageThread>();
  readonly #waiting = new FairQueue<PendingChunk>(({ task }) => task.code);
  readonly #liveness = new Liveness();
  readonly #check: ReturnType<typeof setInterval>;
  #firstChunkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ImageThreadOptions) {
    this.#options = options;
    this.#inboxes = new Set(options.inboxes);
    this.#check = setInterval(() => this.#checkThreads(), Math.min(checkEveryMs, options.restMs));
    Deno.unrefTimer(this.#check);
    this.#start(this.#threads); // others start when they are needed
  }

  get capacity(): number {
    return this.#options.size * chunksPerThread;
  }

  get stalledMs(): number {
    return this.#liveness.idleMs;
  }

  /**
   * For how long the threads that process a Batch have made no progress; 0 while its chunks are
   * queued.
   */
  silentMs(code: string): number {
    const busy = this.#all().filter(({ codes }) => codes.includes(code));
    return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
  }

  threads(): number {
    return this.#threads.size;
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

  [Symbol.dispose](): void {
    clearInterval(this.#check);
    clearTimeout(this.#firstChunkTimer);
    for (const { worker } of this.#all()) worker.terminate();
  }

  #all(): ImageThread[] {
    return [...this.#threads, ...this.#extra, ...this.#retired];
  }

  #dispatch(): void {
    while (this.#waiting.size > 0) {
      const thread = this.#nextThread();
      const next = thread && this.#waiting.next();
      if (!next) break;
      thread.send(next);
    }
    if (this.#waiting.size > 0) {
      this.#firstChunkTimer ??= setTimeout(() => this.#startFirstChunk(), firstChunkMs);
    }
  }

  /** An idle thread, a new one, or the least busy one; undefined if none can accept a chunk. */
  #nextThread(): ImageThread | undefined {
    const isFull = this.#threads.size >= this.#options.size;
    return idle(this.#threads) ?? (isFull ? leastBusy(this.#threads) : this.#start(this.#threads));
  }

  /** Starts an additional thread for one chunk of a Batch that has no chunk at any thread. */
  #startFirstChunk(): void {
    this.#firstChunkTimer = undefined;
    const served = new Set([...this.#threads, ...this.#extra].flatMap(({ codes }) => codes));
    const isFull = this.#extra.size >= this.#options.size;
    const next = isFull ? undefined : this.#waiting.next(served);
    if (next) this.#start(this.#extra).send(next);
    this.#dispatch();
  }

  #start(group: Set<ImageThread>): ImageThread {
    const { startWorker, silenceMs } = this.#options;
    const count = new ProgressCount();
    const worker = startWorker(this.#inboxes, count.memory);
    const thread = new ImageThread(worker, new StallWatch(count, silenceMs));
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => this.#receive(thread, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replaceThread(thread, workerDied());
    };
    group.add(thread);
    return thread;
  }

  #receive(thread: ImageThread, answer: WorkerAnswer): void {
    const rest = thread.receive(answer);
    if (rest) this.#waiting.putBack(rest);
    if (!thread.isBusy && this.#extra.delete(thread)) this.#retired.add(thread);
    this.#endIfRetired(thread);
    this.#dispatch();
  }

  #endIfRetired(thread: ImageThread): void {
    if (!thread.isBusy && this.#retired.delete(thread)) thread.worker.terminate();
  }

  #replaceThread(thread: ImageThread, fault: IntakeError): void {
    [this.#threads, this.#extra, this.#retired].forEach((group) => group.delete(thread));
    thread.end(fault).forEach((chunk) => this.#waiting.putBack(chunk));
    this.#dispatch();
  }

  /** Replaces threads that make no progress, and ends idle ones. */
  #checkThreads(): void {
    const { silenceMs, restMs } = this.#options;
    const busy = this.#all().filter(({ isBusy }) => isBusy);
    this.#liveness.note(busy.map(({ watch }) => watch));
    for (const thread of busy.filter(({ watch }) => watch.isStalled)) {
      this.#replaceThread(thread, threadStalled(silenceMs));
    }
    for (const thread of idleThreads([...this.#threads], restMs)) {
      this.#threads.delete(thread);
      thread.worker.terminate();
    }
  }
}

function idle(threads: ReadonlySet<ImageThread>): ImageThread | undefined {
  return [...threads].find((thread) => !thread.isBusy);
}

/** The thread with the fewest chunks that can accept another. */
function leastBusy(threads: ReadonlySet<ImageThread>): ImageThread | undefined {
  return [...threads]
    .filter((thread) => !thread.isSlow && thread.chunks < chunksPerThread)
    .sort((a, b) => a.chunks - b.chunks)[0];
}
