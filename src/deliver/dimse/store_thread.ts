import { lookup } from "node:dns/promises";
import { dirname } from "node:path";
import { DeliveryError } from "../destination.ts";
import { attemptFailed, connectionFault, noAnswerInTime } from "../request.ts";
import {
  type DicomNode,
  slowestBytesPerMs,
  type StoreAnswer,
  type StoredImage,
  type StoreMessage,
  type StoreTask,
} from "./store_task.ts";

/** Options of one association. */
export interface StoreOptions {
  readonly signal: AbortSignal;
  readonly answerMs: number;
  /** The output folder of the images' Batch. */
  readonly folder: string;
}

/** Additional time for releasing the association, and for a thread to report its own timeouts. */
const graceMs = 30_000;

/** Threads that send images to one DICOM node; each has one association at a time. */
export class StoreThreads {
  /** Idle threads, by the address and the directory that they may access. */
  readonly #idle = new Map<string, Set<Worker>>();

  /** An idle thread ends after `idleMs` milliseconds. */
  constructor(readonly node: DicomNode, readonly idleMs: number) {}

  /**
   * Sends images in one association as the function {@link storeImages} does, in a thread that may
   * read the output and connect to the node. A thread that does not report progress in time is
   * terminated. Throws DeliveryError, and the signal's reason.
   */
  async storeImages(
    images: readonly StoredImage[],
    { signal, answerMs, folder }: StoreOptions,
  ): Promise<readonly (StoreAnswer | undefined)[]> {
    const host = await addressOf(this.node.host, signal);
    const directory = dirname(folder);
    const node = { ...this.node, host };
    const key = `${host} ${directory}`;
    const worker = this.#take(key) ?? startWorker(node, directory);
    const largest = images.reduce((most, { line }) => Math.max(most, line.bytes), 0);
    const silenceMs = answerMs + largest / slowestBytesPerMs + graceMs;
    try {
      const outcome = await outcomeOf(worker, { node, images, answerMs }, { signal, silenceMs });
      this.#keepIdle(key, worker);
      if (outcome.kind === "failed") throw attemptFailed(outcome.failure);
      return outcome.answers;
    } catch (error) {
      if (!this.#idle.get(key)?.has(worker)) worker.terminate();
      throw error;
    }
  }

  #take(key: string): Worker | undefined {
    const idle = this.#idle.get(key);
    const [worker] = idle ?? [];
    if (worker) idle?.delete(worker);
    return worker;
  }

  /** Keeps a thread for the next association, since starting one takes time. */
  #keepIdle(key: string, worker: Worker): void {
    if (this.idleMs === 0) return worker.terminate();
    const idle = this.#idle.get(key) ?? new Set();
    this.#idle.set(key, idle.add(worker));
    const ending = setTimeout(() => {
      if (idle.delete(worker)) worker.terminate();
    }, this.idleMs);
    Deno.unrefTimer(ending);
  }
}

type Outcome = Exclude<StoreMessage, { kind: "progress" }>;

async function outcomeOf(
  worker: Worker,
  task: StoreTask,
  { signal, silenceMs }: { readonly signal: AbortSignal; readonly silenceMs: number },
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const restartDeadline = (): void => {
    clearTimeout(deadline);
    deadline = setTimeout(() => reject(attemptFailed(noAnswerInTime)), silenceMs);
  };
  const stop = (): void => reject(signal.reason);
  worker.onmessage = ({ data }: MessageEvent<StoreMessage>) => {
    if (data.kind === "progress") restartDeadline();
    else resolve(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new DeliveryError(false, "the thread that sends images ended unexpectedly"));
  };
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    restartDeadline();
    worker.postMessage(task);
    return await promise;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", stop);
  }
}

/** Resolves the host name, since a thread's network permission is limited to an address. */
async function addressOf(host: string, signal: AbortSignal): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    signal.throwIfAborted();
    throw attemptFailed(connectionFault(error));
  }
}

/**
 * Starts a thread that may only connect to the node and read the output: it parses foreign data.
 */
function startWorker({ host, port }: DicomNode, directory: string): Worker {
  return new Worker(import.meta.resolve("./store_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [directory],
        net: [`${host.includes(":") ? `[${host}]` : host}:${port}`],
        write: false,
        env: false,
        run: false,
        sys: false,
        ffi: false,
      },
    },
  });
}
