import type { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { Liveness, ProgressCount, StallWatch, threadStalled } from "../../system/stall_watch.ts";
import { FairQueue } from "./fair_queue.ts";
import type { ImageTask, WorkerAnswer, WorkerSetup } from "./image_task.ts";
import {
  idleThreads,
  ImageThread,
  type PendingChunk,
  startImageWorker,
  workerDied,
} from "./image_thread.ts";

/** Threads that process images; pixel bytes are never passed to another thread. */
export interface ImagePool extends Disposable {
  /**
   * Processes one chunk of files. Throws IntakeError WORKER_DIED if the thread ended,
   * THREAD_STALLED if it made no progress, and what `processImage` rejects with.
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

/** The directories that the threads may access. */
export interface ImageDirectories {
  readonly inboxes: readonly string[];
  /** The output, and the quarantine if there is one. */
  readonly outputs: readonly string[];
}

const checkEveryMs = 1000;
/** One chunk is being processed; the others wait at the thread or are being made durable. */
const chunksPerThread = 4;
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
  setup: Omit<WorkerSetup, "progress">,
  silenceMs: number,
  restMs = defaultRestMs,
): ImagePool & { readonly threads: () => number } {
  const inboxes = new Set(directories.inboxes);
  const threads = new Set<ImageThread>();
  /**
   * Threads that end after their current chunks: additional ones, and those without access to all
   * inboxes.
   */
  const retired = new Set<ImageThread>();
  /** Additional threads for Batches that wait because of slow files of other Batches. */
  const extra = new Set<ImageThread>();
  const all = (): ImageThread[] => [...threads, ...extra, ...retired];
  const waiting = new FairQueue<PendingChunk>(({ task }) => task.code);
  let firstChunkTimer: ReturnType<typeof setTimeout> | undefined;

  const dispatch = (): void => {
    while (waiting.size > 0) {
      const thread = idle(threads) ??
        (threads.size < size ? start(threads) : leastBusy(threads));
      const next = thread && waiting.next();
      if (!next) break;
      thread.send(next);
    }
    if (waiting.size > 0) firstChunkTimer ??= setTimeout(startFirstChunk, firstChunkMs);
  };
  /** Starts an additional thread for one chunk of a Batch that has no chunk at any thread. */
  const startFirstChunk = (): void => {
    firstChunkTimer = undefined;
    const served = new Set([...threads, ...extra].flatMap(({ codes }) => codes));
    const next = extra.size < size ? waiting.next(served) : undefined;
    if (next) start(extra).send(next);
    dispatch();
  };
  const start = (group: Set<ImageThread>): ImageThread => {
    const count = new ProgressCount();
    const worker = startImageWorker([...inboxes], directories.outputs);
    const thread = new ImageThread(worker, new StallWatch(count, silenceMs));
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const rest = thread.receive(data);
      if (rest) waiting.putBack(rest);
      if (!thread.isBusy && extra.delete(thread)) retired.add(thread);
      endIfRetired(thread);
      dispatch();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      replaceThread(thread, workerDied());
    };
    worker.postMessage({ ...setup, progress: count.memory });
    group.add(thread);
    return thread;
  };
  const endIfRetired = (thread: ImageThread): void => {
    if (!thread.isBusy && retired.delete(thread)) thread.worker.terminate();
  };
  const replaceThread = (thread: ImageThread, fault: IntakeError): void => {
    [threads, extra, retired].forEach((group) => group.delete(thread));
    thread.end(fault).forEach((chunk) => waiting.putBack(chunk));
    dispatch();
  };

  const liveness = new Liveness();
  const check = setInterval(() => {
    const busy = all().filter(({ isBusy }) => isBusy);
    liveness.note(busy.map(({ watch }) => watch));
    for (const thread of busy.filter(({ watch }) => watch.isStalled)) {
      replaceThread(thread, threadStalled(silenceMs));
    }
    for (const thread of idleThreads([...threads], restMs)) {
      threads.delete(thread);
      thread.worker.terminate();
    }
  }, Math.min(checkEveryMs, restMs));
  Deno.unrefTimer(check);
  start(threads); // others start when they are needed

  return {
    capacity: size * chunksPerThread,
    run: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        dispatch();
      }),
    allowInbox(inbox): void {
      if (inboxes.has(inbox)) return;
      inboxes.add(inbox);
      // permissions of a running thread cannot be extended
      for (const thread of threads) {
        threads.delete(thread);
        retired.add(thread);
        endIfRetired(thread);
      }
      dispatch();
    },
    threads: () => threads.size,
    get stalledMs() {
      return liveness.idleMs;
    },
    silentMs: (code) => silentMsOf(all(), code),
    [Symbol.dispose](): void {
      clearInterval(check);
      clearTimeout(firstChunkTimer);
      for (const { worker } of all()) worker.terminate();
    },
  };
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

/**
 * For how long the threads that process a Batch have made no progress; 0 while its chunks are
 * queued.
 */
function silentMsOf(threads: readonly ImageThread[], code: string): number {
  const busy = threads.filter(({ codes }) => codes.includes(code));
  return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
}
