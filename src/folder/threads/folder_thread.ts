import { IntakeError } from "../../model/errors.ts";
import { ProgressCount, StallWatch, threadStalled } from "../../system/stall_watch.ts";
import type { FolderAnswer, FolderRequest, FolderTask } from "./folder_tasks.ts";
import { onlyThese } from "../../system/thread_permissions.ts";

/** An error of the operating system in a thread; its message contains no file name. */
export class FolderRefusal extends Error {
  constructor(override readonly name: string, readonly code: string) {
    super(`${name} ${code}`);
  }
}

interface PendingTask {
  readonly code: string | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A thread that runs folder tasks one after the other. It may read and write the inboxes, because
 * it disposes of sources, and nothing else.
 */
export class FolderThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingTask>();
  readonly #watch: StallWatch;
  #latest = 0;
  #holds = 0;
  #fault: IntakeError | undefined;
  #isRetired = false;

  constructor(inboxes: readonly string[], readonly silenceMs: number) {
    const count = new ProgressCount();
    this.#watch = new StallWatch(count, silenceMs);
    this.#worker = startWorker(inboxes);
    this.#worker.onmessage = ({ data }: MessageEvent<FolderAnswer>) => {
      this.#watch.start();
      const pending = this.#pending.get(data.id);
      this.#pending.delete(data.id);
      if ("value" in data) pending?.resolve(data.value);
      else pending?.reject(errorOf(data));
      this.#endIfRetired();
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(workerDied());
    };
    this.#worker.postMessage({ memory: count.memory });
  }

  /** The number of pending tasks and open listings. */
  get load(): number {
    return this.#pending.size + this.#holds;
  }

  get hasEnded(): boolean {
    return this.#fault !== undefined;
  }

  /** Rejects as {@link FolderThreads.ask}. */
  ask(task: FolderTask): Promise<unknown> {
    if (this.#fault) return Promise.reject(this.#fault);
    if (this.#pending.size === 0) this.#watch.start();
    const id = ++this.#latest;
    const request: FolderRequest = { id, task };
    return new Promise((resolve, reject) => {
      const code = "code" in task ? task.code : undefined;
      this.#pending.set(id, { code, resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  /** Keeps a retired thread alive until the returned function is called. */
  hold(): () => void {
    this.#holds++;
    return () => {
      this.#holds--;
      this.#endIfRetired();
    };
  }

  /** Ends the thread when no task is pending. */
  retire(): void {
    this.#isRetired = true;
    this.#endIfRetired();
  }

  /** Ends the thread if it makes no progress. */
  check(): void {
    if (this.#pending.size > 0 && this.#watch.isStalled) this.end(threadStalled(this.silenceMs));
  }

  /** Undefined if no task is pending. */
  get busyWatch(): StallWatch | undefined {
    return this.#pending.size > 0 ? this.#watch : undefined;
  }

  /** For how many milliseconds it has made no progress with a Batch; 0 if it has no task for it. */
  silentMs(code: string): number {
    const isPending = [...this.#pending.values()].some((one) => one.code === code);
    return isPending ? this.#watch.silentMs : 0;
  }

  end(fault: IntakeError = workerDied()): void {
    this.#fault ??= fault;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#fault);
    this.#pending.clear();
  }

  #endIfRetired(): void {
    if (this.#isRetired && this.load === 0) this.end();
  }
}

function startWorker(inboxes: readonly string[]): Worker {
  return new Worker(import.meta.resolve("./folder_worker.ts"), {
    type: "module",
    deno: { permissions: onlyThese({ read: [...inboxes], write: [...inboxes] }) },
  });
}

function errorOf(answer: Exclude<FolderAnswer, { value: unknown }>): Error {
  if ("fault" in answer) {
    const { code, message, hint } = answer.fault;
    return new IntakeError(code, message, hint);
  }
  const { name, code } = answer.refusal;
  if (name === "NotFound" || code === "ENOENT") {
    return new Deno.errors.NotFound("an entry vanished");
  }
  return new FolderRefusal(name, code);
}

function workerDied(): IntakeError {
  return new IntakeError(
    "WORKER_DIED",
    "a folder thread ended unexpectedly",
    "retry the Batch; if the error occurs again, report the trace in the log",
  );
}
