import { IntakeError } from "../errors.ts";
import { FairQueue } from "./fair_queue.ts";
import { startImageWorker, workerDied } from "./start_image_worker.ts";
import { Liveness } from "./liveness.ts";
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
  /** It could not end its last chunk in one turn: nothing is laid ready behind another. */
  isSlow: boolean;
  /** Of those in hand, the ones the thread has taken up. */
  readonly started: Set<number>;
  readonly watch: StallWatch;
}

const checkEveryMs = 1000;

/** Others lie ready, or become durable, while a thread works on one. */
const chunksPerThread = 4;
/** A Batch waits this long at most for its first turn. */
const starvesAfterMs = 500;

/**
 * Opens a pool of `size` threads; one that dies, or makes no progress for `silenceMs`, is replaced
 * when it is needed.
 */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: Omit<WorkerSetup, "progress">,
  silenceMs: number,
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
    if (thread.inHand.size === 0) thread.watch.start();
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
    const count = new ProgressCount();
    const thread: Thread = {
      worker: startImageWorker([...inboxes], directories.outputs),
      ...{ inHand: new Map(), started: new Set(), watch: new StallWatch(count, silenceMs) },
      isSlow: false,
    };
    thread.worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      if ("started" in data) {
        thread.started.add(data.id);
        return;
      }
      const rest = settle(thread, data);
      if (rest) waiting.putBack(rest);
      thread.isSlow = rest !== undefined;
      thread.watch.start();
      if (thread.inHand.size === 0 && remove(extra, thread)) retired.add(thread);
      endIfRetired(thread);
      dispatch();
    };
    thread.worker.onerror = (event) => {
      event.preventDefault();
      replaceThread(thread, workerDied());
    };
    thread.worker.postMessage({ ...setup, progress: count.memory });
    list.push(thread);
    return thread;
  };
  const endIfRetired = (thread: Thread): void => {
    if (thread.inHand.size > 0 || !retired.delete(thread)) return;
    thread.worker.terminate();
  };
  /** What the thread has not taken up yet is another's work. */
  const replaceThread = (thread: Thread, fault: IntakeError): void => {
    if (!retired.delete(thread) && !remove(extra, thread)) remove(threads, thread);
    thread.worker.terminate();
    for (const [id, one] of thread.inHand) {
      if (fault.code !== "THREAD_STALLED" || thread.started.has(id)) one.reject(fault);
      else waiting.putBack(one);
    }
    thread.inHand.clear();
    dispatch();
  };

  const liveness = new Liveness();
  const check = setInterval(() => {
    const busy = [...threads, ...extra, ...retired].filter(({ inHand }) => inHand.size > 0);
    liveness.note(busy.map(({ watch }) => watch));
    for (const thread of busy) {
      if (thread.watch.isStalled) replaceThread(thread, threadStalled(silenceMs));
    }
  }, checkEveryMs);
  Deno.unrefTimer(check);

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
    get stalledMs() {
      return liveness.idleMs;
    },
    silentMs: (code) => silentMsOf([...threads, ...retired], code),
    [Symbol.dispose](): void {
      clearInterval(check);
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

/** A Batch whose chunks only wait for their turn makes as much progress as the threads do. */
function silentMsOf(threads: readonly Thread[], code: string): number {
  const busy = threads.filter(({ inHand }) =>
    [...inHand.values()].some(({ task }) => task.code === code)
  );
  return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
}

/** Returns what is left of a chunk that was answered in part. */
function settle(
  thread: Thread,
  answer: Exclude<WorkerAnswer, { started: true }>,
): Waiting | undefined {
  const waiting = thread.inHand.get(answer.id);
  thread.started.delete(answer.id);
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
