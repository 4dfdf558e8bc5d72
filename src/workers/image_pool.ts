import { IntakeError } from "../errors.ts";
import { FairQueue } from "./fair_queue.ts";
import { startImageWorker, workerDied } from "./start_image_worker.ts";
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
  /** It could not end its last chunk in one turn: nothing is laid ready behind another. */
  isSlow: boolean;
}

/** Others lie ready, or become durable, while a thread works on one. */
const chunksPerThread = 4;
/** A Batch waits this long at most for its first turn. */
const starvesAfterMs = 500;

/** Opens a pool of `size` threads; one that dies is replaced when it is needed. */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: WorkerSetup,
): ImagePool {
  const inboxes = new Set(directories.inboxes);
  const threads: Thread[] = [];
  /** Those that may not read all inboxes; they end what they have in hand. */
  const retired = new Set<Thread>();
  /** Beside the pool, for Batches that costly files of others keep waiting. */
  const extra: Thread[] = [];
  const waiting = new FairQueue<Waiting>(({ task }) => task.code);
  let relief: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  const dispatch = (): void => {
    while (waiting.size > 0) {
      const thread = leastBusy();
      const next = thread && waiting.next();
      if (!next) break;
      send(thread, next);
    }
    if (waiting.size > 0) relief ??= setTimeout(relieve, starvesAfterMs);
  };
  const send = (thread: Thread, next: Waiting): void => {
    const sentAt = thread.inHand.size > 0 ? Date.now() : undefined;
    const request: WorkerRequest = { id: ++latest, task: next.task, ...(sentAt ? { sentAt } : {}) };
    thread.inHand.set(request.id, next);
    thread.worker.postMessage(request);
  };
  /** A Batch of which no thread has anything in hand gets one beside the pool, for a while. */
  const relieve = (): void => {
    relief = undefined;
    const all = [...threads, ...extra];
    const served = new Set(all.flatMap(({ inHand }) => [...inHand.values()].map(codeOf)));
    const next = extra.length < size ? waiting.next(served) : undefined;
    if (next) send(start(extra), next);
    dispatch();
  };
  const leastBusy = (): Thread | undefined => {
    const idle = threads.find((thread) => thread.inHand.size === 0);
    if (idle) return idle;
    if (threads.length < size) return start(threads);
    return threads.filter((thread) => !thread.isSlow && thread.inHand.size < chunksPerThread)
      .sort((a, b) => a.inHand.size - b.inHand.size)[0];
  };
  const start = (list: Thread[]): Thread => {
    const thread: Thread = {
      worker: startImageWorker([...inboxes], directories.outputs),
      inHand: new Map(),
      isSlow: false,
    };
    thread.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const rest = settle(thread, data);
      if (rest) waiting.putBack(rest);
      thread.isSlow = rest !== undefined;
      if (thread.inHand.size === 0 && remove(extra, thread)) retired.add(thread);
      endIfRetired(thread);
      dispatch();
    };
    thread.worker.onerror = (event) => {
      event.preventDefault();
      bury(thread);
    };
    thread.worker.postMessage(setup);
    list.push(thread);
    return thread;
  };
  const endIfRetired = (thread: Thread): void => {
    if (thread.inHand.size > 0 || !retired.delete(thread)) return;
    thread.worker.terminate();
  };
  const bury = (thread: Thread): void => {
    if (!retired.delete(thread) && !remove(extra, thread)) remove(threads, thread);
    thread.worker.terminate();
    for (const { reject } of thread.inHand.values()) reject(workerDied());
    dispatch();
  };

  while (threads.length < size) start(threads);
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
    [Symbol.dispose](): void {
      clearTimeout(relief);
      for (const { worker } of [...threads, ...extra, ...retired]) worker.terminate();
    },
  };
}

function remove(threads: Thread[], thread: Thread): boolean {
  const at = threads.indexOf(thread);
  if (at >= 0) threads.splice(at, 1);
  return at >= 0;
}

function codeOf({ task }: Waiting): string {
  return task.code;
}

/** Returns what is left of a chunk that was answered in part. */
function settle(thread: Thread, answer: WorkerAnswer): Waiting | undefined {
  const waiting = thread.inHand.get(answer.id);
  thread.inHand.delete(answer.id);
  if (!waiting) return undefined;
  const { task, resolve, reject } = waiting;
  if ("fault" in answer) {
    const { code, message, hint } = answer.fault;
    reject(new IntakeError(code, message, hint));
    return undefined;
  }
  const { outcomes } = answer;
  const files = task.files.slice(outcomes.length);
  if (files.length > 0) {
    return { task: { ...task, files }, resolve: (more) => resolve([...outcomes, ...more]), reject };
  }
  resolve(outcomes);
  return undefined;
}
