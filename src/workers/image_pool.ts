import { IntakeError } from "../errors.ts";
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
   * and OUTPUT_UNWRITABLE.
   */
  run(task: ImageTask): Promise<readonly ImageOutcome[]>;
  /** Lets the threads read an inbox of another process, whose Batches this one may work on. */
  admit(inbox: string): void;
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
}

/** Others lie ready, or become durable, while a thread works on one. */
const chunksPerThread = 4;
const usualRestMs = 60_000;

/**
 * Opens a pool of `size` threads; one that dies is replaced when it is needed. All but one end
 * when they had nothing to do for `restMs`, and start again when there is.
 */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: WorkerSetup,
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
    const thread: Thread = {
      worker: startWorker([...inboxes], directories.outputs),
      inHand: new Map(),
      usedAt: performance.now(),
    };
    thread.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      settle(thread, data);
      thread.usedAt = performance.now();
      endIfRetired(thread);
      dispatch();
    };
    thread.worker.onerror = (event) => {
      event.preventDefault();
      bury(thread);
    };
    thread.worker.postMessage(setup);
    threads.push(thread);
    return thread;
  };
  const endIfRetired = (thread: Thread): void => {
    if (thread.inHand.size > 0 || !retired.delete(thread)) return;
    thread.worker.terminate();
  };
  const bury = (thread: Thread): void => {
    if (!retired.delete(thread)) threads.splice(threads.indexOf(thread), 1);
    thread.worker.terminate();
    for (const { reject } of thread.inHand.values()) reject(workerDied());
    dispatch();
  };

  /** A thread takes 15 to 27 MB: one stays while nothing is to be done, the others start anew. */
  const endIdle = (): void => {
    const isIdle = ({ inHand, usedAt }: Thread): boolean =>
      inHand.size === 0 && performance.now() - usedAt >= restMs;
    const idle = threads.filter(isIdle);
    for (const thread of idle.length === threads.length ? idle.slice(1) : idle) {
      threads.splice(threads.indexOf(thread), 1);
      thread.worker.terminate();
    }
  };
  const resting = setInterval(endIdle, restMs / 2);
  Deno.unrefTimer(resting);

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
    [Symbol.dispose](): void {
      clearInterval(resting);
      for (const { worker } of [...threads, ...retired]) worker.terminate();
    },
  };
}

/**
 * A thread that parses what strangers send may read the inboxes, write to the output and read
 * what it wrote, and do nothing else.
 */
function startWorker(inboxes: readonly string[], outputs: readonly string[]): Worker {
  return new Worker(import.meta.resolve("./image_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [...inboxes, ...outputs],
        write: [...outputs],
        net: false,
        env: false,
        run: false,
        sys: false,
        ffi: false,
      },
    },
  });
}

function settle(thread: Thread, answer: WorkerAnswer): void {
  const waiting = thread.inHand.get(answer.id);
  thread.inHand.delete(answer.id);
  if ("outcomes" in answer) {
    waiting?.resolve(answer.outcomes);
    return;
  }
  const { code, message, hint } = answer.fault;
  waiting?.reject(new IntakeError(code, message, hint));
}

function workerDied(): IntakeError {
  return new IntakeError(
    "WORKER_DIED",
    "a thread that works on images ended unexpectedly",
    "retry the Batch; if it happens again, report the trace in the log",
  );
}
