import { dirname } from "node:path";
import { lookup } from "node:dns/promises";
import { DeliveryError } from "./destination.ts";
import { connectionFault } from "./connection_fault.ts";
import type { DicomNode, StoreAnswer } from "./store_images.ts";
import type { StoredImage } from "./store_request.ts";
import { slowestBytesPerMs, type StoreEvent, type StoreTask } from "./store_task.ts";

export interface StoreOptions {
  readonly signal: AbortSignal;
  readonly answerMs: number;
  /** The output folder of the Batch that the images are of. */
  readonly folder: string;
}

/** For the release, and for a thread to say that its own deadline has passed. */
const graceMs = 30_000;

/** Threads that send images to one DICOM node; each has one association at a time. */
export class StoreThreads {
  /** By the directory they may read. */
  readonly #resting = new Map<string, Set<Worker>>();

  /** A thread that has sent its images waits `restMs` for more before it ends. */
  constructor(readonly node: DicomNode, readonly restMs: number) {}

  /**
   * Sends images in one association, as {@link storeImages} does, in a thread that may read the
   * output and connect to the node. A thread that tells nothing in time is ended. Throws
   * DeliveryError, and the signal's reason.
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
      const news = await outcomeOf(worker, { node, images, answerMs }, { signal, silenceMs });
      this.#rest(key, worker);
      if (news.kind === "failed") throw new DeliveryError(false, news.reason);
      return news.answers;
    } catch (error) {
      if (!this.#resting.get(key)?.has(worker)) worker.terminate();
      throw error;
    }
  }

  #take(key: string): Worker | undefined {
    const resting = this.#resting.get(key);
    const [worker] = resting ?? [];
    if (worker) resting?.delete(worker);
    return worker;
  }

  /** Another association may follow soon, and a thread takes a moment to start. */
  #rest(key: string, worker: Worker): void {
    if (this.restMs === 0) return worker.terminate();
    const resting = this.#resting.get(key) ?? new Set();
    this.#resting.set(key, resting.add(worker));
    const ending = setTimeout(() => {
      if (resting.delete(worker)) worker.terminate();
    }, this.restMs);
    Deno.unrefTimer(ending);
  }
}

type Outcome = Exclude<StoreEvent, { kind: "progress" }>;

async function outcomeOf(
  worker: Worker,
  task: StoreTask,
  { signal, silenceMs }: { readonly signal: AbortSignal; readonly silenceMs: number },
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const waitOn = (): void => {
    clearTimeout(deadline);
    deadline = setTimeout(() => reject(new DeliveryError(false, "no answer in time")), silenceMs);
  };
  const stop = (): void => reject(signal.reason);
  worker.onmessage = ({ data }: MessageEvent<StoreEvent>) => {
    if (data.kind === "progress") waitOn();
    else resolve(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new DeliveryError(false, "the thread that sends images ended unexpectedly"));
  };
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    waitOn();
    worker.postMessage(task);
    return await promise;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", stop);
  }
}

/** A thread's permission is for an address: names are looked up here. */
async function addressOf(host: string, signal: AbortSignal): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    signal.throwIfAborted();
    throw new DeliveryError(false, connectionFault(error));
  }
}

/** It parses what strangers send: it may connect to the node, read the output, and nothing else. */
function startWorker({ host, port }: DicomNode, directory: string): Worker {
  return new Worker(import.meta.resolve("./store_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [directory],
        net: [`${host.includes(":") ? `[${host}]` : host}:${port}`],
        ...{ write: false, env: false, run: false, sys: false, ffi: false },
      },
    },
  });
}
