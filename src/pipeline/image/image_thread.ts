import { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import type { StallWatch } from "../../system/stall_watch.ts";
import type { ImageTask, WorkerAnswer, WorkerRequest } from "./image_task.ts";

/** A chunk without outcomes yet. */
export interface PendingChunk {
  readonly task: ImageTask;
  readonly resolve: (outcomes: readonly ImageOutcome[]) => void;
  readonly reject: (error: IntakeError) => void;
  /** Its latest image had to be searched for text; the next one probably has to be, too. */
  readonly isSearched?: boolean | undefined;
}

/** A thread of the pool and the chunks that were sent to it. */
export class ImageThread {
  readonly #chunks = new Map<number, PendingChunk>();
  /** The chunks that the thread has started. */
  readonly #started = new Set<number>();
  #latest = 0;
  /** The time of its last message in either direction, by a monotonic clock, in milliseconds. */
  usedAt = performance.now();
  /** It could not finish its last chunk in one time slice: no other chunk is sent in advance. */
  isSlow = false;

  /** `leavesSearches`: it leaves images that must be searched for text to other threads. */
  constructor(
    readonly worker: Worker,
    readonly watch: StallWatch,
    readonly leavesSearches = false,
  ) {}

  /** The number of its chunks. */
  get chunks(): number {
    return this.#chunks.size;
  }

  get isBusy(): boolean {
    return this.#chunks.size > 0;
  }

  /** The codes of the Batches that its chunks belong to. */
  get codes(): readonly string[] {
    return [...this.#chunks.values()].map(({ task }) => task.code);
  }

  send(chunk: PendingChunk): void {
    const sentAt = this.isBusy ? { sentAt: Date.now() } : {};
    if (!this.isBusy) this.watch.start();
    const id = ++this.#latest;
    this.#chunks.set(id, chunk);
    this.usedAt = performance.now();
    const { task } = chunk;
    const { leavesSearches } = this;
    this.worker.postMessage({ id, task, ...sentAt, leavesSearches } satisfies WorkerRequest);
  }

  /** Handles a message of the thread; returns the rest of a chunk that was answered in part. */
  receive(answer: WorkerAnswer): PendingChunk | undefined {
    if ("started" in answer) {
      this.#started.add(answer.id);
      return undefined;
    }
    const chunk = this.#chunks.get(answer.id);
    this.#chunks.delete(answer.id);
    this.#started.delete(answer.id);
    const rest = chunk && settle(chunk, answer);
    this.isSlow = rest !== undefined;
    this.usedAt = performance.now();
    this.watch.start();
    return rest;
  }

  /**
   * Ends the thread. The chunks that it had started fail with `fault`. The others fail, too, unless
   * the thread made no progress; in that case they are returned, to be sent to another thread.
   */
  end(fault: IntakeError): readonly PendingChunk[] {
    this.worker.terminate();
    const others: PendingChunk[] = [];
    for (const [id, chunk] of this.#chunks) {
      if (fault.code === "WORKER_DIED" || this.#started.has(id)) chunk.reject(fault);
      else others.push(chunk);
    }
    this.#chunks.clear();
    return others;
  }
}

function settle(
  chunk: PendingChunk,
  answer: Exclude<WorkerAnswer, { started: true }>,
): PendingChunk | undefined {
  const { task, resolve, reject } = chunk;
  if ("fault" in answer) {
    const { code, message, hint } = answer.fault;
    reject(new IntakeError(code, message, hint));
    return undefined;
  }
  const { outcomes, isSearched = chunk.isSearched } = answer;
  const files = task.files.slice(outcomes.length);
  if (files.length > 0) {
    return {
      task: { ...task, files },
      resolve: (more) => resolve([...outcomes, ...more]),
      reject,
      isSearched,
    };
  }
  resolve(outcomes);
  return undefined;
}

/** The error of the work that a thread had started when it ended. */
export function workerDied(): IntakeError {
  return new IntakeError(
    "WORKER_DIED",
    "an image thread ended unexpectedly",
    "retry the Batch; if the error occurs again, report the trace in the log",
  );
}

/** The properties of a thread that matter here. */
interface Thread {
  readonly isBusy: boolean;
  /** The time of its last use by a monotonic clock, in milliseconds. */
  readonly usedAt: number;
}

/**
 * The threads that may be ended because they have been idle for `restMs`; one thread is always
 * kept. Ending them saves memory, 15 to 27 MB each, but starting a thread takes time.
 */
export function idleThreads<T extends Thread>(
  threads: readonly T[],
  restMs: number,
): readonly T[] {
  const idle = threads.filter(({ isBusy, usedAt }) =>
    !isBusy && performance.now() - usedAt >= restMs
  );
  return idle.length === threads.length ? idle.slice(1) : idle;
}

/** One chunk is being processed; the others wait at the thread or are being made durable. */
export const chunksPerThread = 4;

export function idle(threads: ReadonlySet<ImageThread>): ImageThread | undefined {
  return [...threads].find((thread) => !thread.isBusy);
}

/** The thread with the fewest chunks that can accept another. */
export function leastBusy(threads: ReadonlySet<ImageThread>): ImageThread | undefined {
  return [...threads]
    .filter((thread) => !thread.isSlow && thread.chunks < chunksPerThread)
    .sort((a, b) => a.chunks - b.chunks)[0];
}

/**
 * For how long the threads that process a Batch have made no progress; 0 while its chunks are
 * queued.
 */
export function silentMsOf(threads: readonly ImageThread[], code: string): number {
  const busy = threads.filter(({ codes }) => codes.includes(code));
  return Math.max(0, ...busy.map(({ watch }) => watch.silentMs));
}
