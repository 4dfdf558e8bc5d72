import type { IntakeError } from "../errors.ts";
import { FairQueue } from "./fair_queue.ts";
import { idleThreads } from "./idle_threads.ts";
import type { ImageTask, WorkerAnswer, WorkerSetup } from "./image_task.ts";
import type { ImageOutcome } from "../model/image.ts";
import { ImageThread, type PendingChunk } from "./image_thread.ts";
import { Liveness } from "./liveness.ts";
import { ProgressCount } from "./progress_count.ts";
import { StallWatch, threadStalled } from "./stall_watch.ts";
import { startImageWorker, workerDied } from "./start_image_worker.ts";

/** Threads that process images; pixel bytes never cross to another thread. */
export interface ImagePool extends Disposable {
  /**
   * Processes one chunk of files. Throws IntakeError WORKER_DIED when the thread ended meanwhile,
   * THREAD_STALLED when it made no progress, and OUTPUT_UNWRITABLE.
   */
  run(task: ImageTask): Promise<readonly ImageOutcome[]>;
  /** Lets the threads read an inbox of another process, whose Batches this one may process. */
  admit(inbox: string): void;
  /** For how long the work for a Batch, by its code, has made no progress, in milliseconds. */
  silentMs(code: string): number;
  /** For how long no thread has made progress though there was something to do. */
  readonly stalledMs: number;
  /** Chunks to hand in at once so that no thread waits. */
  readonly capacity: number;
}

/** The directories the threads may touch. */
export interface ImageDirectories {
  readonly inboxes: readonly string[];
  /** The output, and the quarantine where there is one. */
  readonly outputs: readonly string[];
}

const checkEveryMs = 1000;
/** One is processed; others wait at the thread, or become durable. */
const chunksPerThread = 4;
const usualRestMs = 60_000;
/** A Batch waits this long at most for its first turn. */
const firstTurnMs = 500;

/**
 * Opens a pool of `size` threads; one that dies, or makes no progress for `silenceMs`, is replaced
 * when it is needed. All but one end when they had nothing to do for `restMs`.
 */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: Omit<WorkerSetup, "progress">,
  silenceMs: number,
  restMs = usualRestMs,
): ImagePool & { readonly threads: () => number } {
  const inboxes = new Set(directories.inboxes);
  const threads = new Set<ImageThread>();
  /** Those that end when they have answered: they may not read all inboxes, or were extra. */
  const retired = new Set<ImageThread>();
  /** Beside the pool, for Batches that costly files of others keep waiting. */
  const extra = new Set<ImageThread>();
  const all = (): ImageThread[] => [...threads, ...extra, ...retired];
  const waiting = new FairQueue<PendingChunk>(({ task }) => task.code);
  let firstTurn: ReturnType<typeof setTimeout> | undefined;

  const dispatch = (): void => {
    while (waiting.size > 0) {
      const thread = leastBusy(threads) ?? (threads.size < size ? start(threads) : undefined);
      const next = thread && waiting.next();
      if (!next) break;
      thread.send(next);
    }
    if (waiting.size > 0) firstTurn ??= setTimeout(giveFirstTurn, firstTurnMs);
  };
  /** A Batch that has no chunk at any thread gets a thread beside the pool for one chunk. */
  const giveFirstTurn = (): void => {
    firstTurn = undefined;
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
      replace(thread, workerDied());
    };
    worker.postMessage({ ...setup, progress: count.memory });
    group.add(thread);
    return thread;
  };
  const endIfRetired = (thread: ImageThread): void => {
    if (!thread.isBusy && retired.delete(thread)) thread.worker.terminate();
  };
  const replace = (thread: ImageThread, fault: IntakeError): void => {
    [threads, extra, retired].forEach((group) => group.delete(thread));
    thread.end(fault).forEach((chunk) => waiting.putBack(chunk));
    dispatch();
  };

  const liveness = new Liveness();
  const check = setInterval(() => {
    const busy = all().filter(({ isBusy }) => isBusy);
    liveness.note(busy.map(({ watch }) => watch));
    for (const thread of busy.filter(({ watch }) => watch.isStalled)) {
      replace(thread, threadStalled(silenceMs));
    }
    for (const thread of idleThreads([...threads], restMs)) {
      threads.delete(thread);
      thread.worker.terminate();
    }
  }, Math.min(checkEveryMs, restMs));
  Deno.unrefTimer(check);
  while (threads.size < size) start(threads);

  return {
    capacity: size * chunksPerThread,
    run: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        dispatch();
      }),
    admit(inbox): void {
      if (inboxes.has(inbox)) return;
      inboxes.add(inbox);
      // a running thread cannot be given another permission
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
      clearTimeout(firstTurn);
      for (const { worker } of all()) worker.terminate();
    },
  };
}

/** An idle thread, or the one with the fewest chunks that may be sent another. */
function leastBusy(threads: ReadonlySet<ImageThread>): ImageThread | undefined {
  return [...threads]
    .filter((thread) => !thread.isBusy || (!thread.isSlow && thread.chunks < chunksPerThread))
    .sort((a, b) => a.chunks - b.chunks)[0];
}

/** A Batch whose chunks only wait for their turn makes as much progress as the threads do. */
function silentMsOf(threads: readonly ImageThread[], code: string): number {
  const busy = threads.filter(({ codes }) => codes.includes(code));
  return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
}
