import { IntakeError } from "../errors.ts";
import { startImageWorker, workerDied } from "./start_image_worker.ts";
import { Liveness } from "./liveness.ts";
import { idleThreads } from "./idle_threads.ts";
import { ProgressCount } from "./progress_count.ts";
import { StallWatch, threadStalled } from "./stall_watch.ts";
import type {
  ImageOutcome,
  ImageTask,
  WorkerAnswer,
  WorkerRequest,
  WorkerSetup,
} from "./image_task.ts";

/** Threads that work on images; pixel bytes never cross to another thread. */
export interface ImagePool extends Disposable {
  /**
   * Works on one chunk of files. Throws IntakeError WORKER_DIED when the thread ended over it,
   * THREAD_STALLED when it made no progress with it, and OUTPUT_UNWRITABLE.
   */
  run(task: ImageTask): Promise<readonly ImageOutcome[]>;
  /** Lets the threads read an inbox of another process, whose Batches this one may work on. */
  admit(inbox: string): void;
  /** For how long the work for a Batch, by its code, has made no progress, in milliseconds. */
  silentMs(code: string): number;
  /** For how long no thread has made progress though there was something to do. */
  readonly stalledMs: number;
  /** Chunks to hand in at once so that no thread waits. */
  readonly appetite: number;
}

/** The directories the threads may touch. */
export interface ImageDirectories {
  readonly inboxes: readonly string[];
  /** The output, and the quarantine where there is one. */
  readonly outputs: readonly string[];
}

interface Waiting {
  readonly task: ImageTask;
  readonly resolve: (outcomes: readonly ImageOutcome[]) => void;
  readonly reject: (error: IntakeError) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly inHand: Map<number, Waiting>;
  usedAt: number;
  /** Of those in hand, the ones the thread has taken up. */
  readonly started: Set<number>;
  readonly watch: StallWatch;
}

const checkEveryMs = 1000;
/** Others lie ready, or become durable, while a thread works on one. */
const chunksPerThread = 4;
const usualRestMs = 60_000;

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
  const threads: Thread[] = [];
  /** Those that may not read all inboxes; they end what they have in hand. */
  const retired = new Set<Thread>();
  const waiting: Waiting[] = [];
  let latest = 0;

  const dispatch = (): void => {
    while (waiting.length > 0) {
      const thread = leastBusy();
      if (!thread) return;
      const next = waiting.shift();
      if (!next) return;
      const request: WorkerRequest = { id: ++latest, task: next.task };
      if (thread.inHand.size === 0) thread.watch.start();
      thread.inHand.set(request.id, next);
      thread.usedAt = performance.now();
      thread.worker.postMessage(request);
    }
  };
  const leastBusy = (): Thread | undefined => {
    const idle = threads.find((thread) => thread.inHand.size === 0);
    if (idle) return idle;
    if (threads.length < size) return start();
    return threads.filter((thread) => thread.inHand.size < chunksPerThread)
      .sort((a, b) => a.inHand.size - b.inHand.size)[0];
  };
  const start = (): Thread => {
    const count = new ProgressCount();
    const thread: Thread = {
      worker: startImageWorker([...inboxes], directories.outputs),
      ...{ inHand: new Map(), started: new Set(), watch: new StallWatch(count, silenceMs) },
      usedAt: performance.now(),
    };
    thread.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if ("started" in data) {
        thread.started.add(data.id);
        return;
      }
      settle(thread, data);
      thread.usedAt = performance.now();
      thread.watch.start();
      endIfRetired(thread);
      dispatch();
    };
    thread.worker.onerror = (event) => {
      event.preventDefault();
      replaceThread(thread, workerDied());
    };
    thread.worker.postMessage({ ...setup, progress: count.memory });
    threads.push(thread);
    return thread;
  };
  const endIfRetired = (thread: Thread): void => {
    if (thread.inHand.size > 0 || !retired.delete(thread)) return;
    thread.worker.terminate();
  };
  /** What the thread has not taken up yet is another's work. */
  const replaceThread = (thread: Thread, fault: IntakeError): void => {
    if (!retired.delete(thread)) threads.splice(threads.indexOf(thread), 1);
    thread.worker.terminate();
    for (const [id, one] of thread.inHand) {
      if (fault.code !== "THREAD_STALLED" || thread.started.has(id)) one.reject(fault);
      else waiting.unshift(one);
    }
    thread.inHand.clear();
    dispatch();
  };

  const liveness = new Liveness();
  const check = setInterval(() => {
    const busy = [...threads, ...retired].filter(({ inHand }) => inHand.size > 0);
    liveness.note(busy.map(({ watch }) => watch));
    const stalled = busy.filter(({ watch }) => watch.isStalled);
    stalled.forEach((thread) => replaceThread(thread, threadStalled(silenceMs)));
    for (const thread of idleThreads(threads, restMs)) {
      threads.splice(threads.indexOf(thread), 1);
      thread.worker.terminate();
    }
  }, Math.min(checkEveryMs, restMs));
  Deno.unrefTimer(check);
  while (threads.length < size) start();
  return {
    appetite: size * chunksPerThread,
    run: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        dispatch();
      }),
    admit(inbox): void {
      if (inboxes.has(inbox)) return;
      inboxes.add(inbox);
      // a thread that runs can be given no right
      for (const thread of threads.splice(0)) {
        retired.add(thread);
        endIfRetired(thread);
      }
      dispatch();
    },
    threads: () => threads.length,
    get stalledMs() {
      return liveness.idleMs;
    },
    silentMs: (code) => silentMsOf([...threads, ...retired], code),
    [Symbol.dispose](): void {
      clearInterval(check);
      for (const { worker } of [...threads, ...retired]) worker.terminate();
    },
  };
}

/** A Batch whose chunks only wait for their turn makes as much progress as the threads do. */
function silentMsOf(threads: readonly Thread[], code: string): number {
  const busy = threads.filter(({ inHand }) =>
    [...inHand.values()].some(({ task }) => task.code === code)
  );
  return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
}

function settle(thread: Thread, answer: Exclude<WorkerAnswer, { started: true }>): void {
  const waiting = thread.inHand.get(answer.id);
  thread.started.delete(answer.id);
  thread.inHand.delete(answer.id);
  if ("outcomes" in answer) {
    waiting?.resolve(answer.outcomes);
    return;
  }
  const { code, message, hint } = answer.fault;
  waiting?.reject(new IntakeError(code, message, hint));
}
