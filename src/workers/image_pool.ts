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
}

/** Others lie ready, or become durable, while a thread works on one. */
const chunksPerThread = 4;

/** Opens a pool of `size` threads; one that dies is replaced when it is needed. */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: WorkerSetup,
): ImagePool {
  const threads: Thread[] = [];
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
    const thread: Thread = { worker: startWorker(directories), inHand: new Map() };
    thread.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      settle(thread, data);
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
  const bury = (thread: Thread): void => {
    threads.splice(threads.indexOf(thread), 1);
    thread.worker.terminate();
    for (const { reject } of thread.inHand.values()) reject(workerDied());
    dispatch();
  };

  while (threads.length < size) start();
  return {
    appetite: size * chunksPerThread,
    run: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        dispatch();
      }),
    [Symbol.dispose](): void {
      for (const { worker } of threads) worker.terminate();
    },
  };
}

/**
 * A thread that parses what strangers send may read the inboxes, write to the output, and do
 * nothing else.
 */
function startWorker({ inboxes, outputs }: ImageDirectories): Worker {
  return new Worker(import.meta.resolve("./image_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [...inboxes],
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
