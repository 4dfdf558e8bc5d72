import { IntakeError } from "../errors.ts";
import type { FolderAnswer, FolderRequest, FolderTask } from "./folder_task.ts";
import { ProgressCount } from "./progress_count.ts";
import { StallWatch, threadStalled } from "./stall_watch.ts";

/** What the operating system refused a thread; its message holds no name of a file. */
export class FolderRefusal extends Error {
  constructor(override readonly name: string, readonly code: string) {
    super(`${name} ${code}`);
  }
}

interface Asked {
  readonly code: string | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One thread that works on folders, one task after the other. It may read and write the inboxes,
 * for it disposes of sources, and do nothing else.
 */
export class FolderThread {
  readonly #worker: Worker;
  readonly #asked = new Map<number, Asked>();
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
      const asked = this.#asked.get(data.id);
      this.#asked.delete(data.id);
      if ("value" in data) asked?.resolve(data.value);
      else asked?.reject(errorOf(data));
      this.#endIfRetired();
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(workerDied());
    };
    this.#worker.postMessage({ memory: count.memory });
  }

  /** Tasks in hand, and listings that are open. */
  get load(): number {
    return this.#asked.size + this.#holds;
  }

  get hasEnded(): boolean {
    return this.#fault !== undefined;
  }

  /** Rejects as {@link FolderThreads.ask}. */
  ask(task: FolderTask): Promise<unknown> {
    if (this.#fault) return Promise.reject(this.#fault);
    if (this.#asked.size === 0) this.#watch.start();
    const id = ++this.#latest;
    const request: FolderRequest = { id, task };
    return new Promise((resolve, reject) => {
      const code = "code" in task ? task.code : undefined;
      this.#asked.set(id, { code, resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  /** Keeps a thread that is retired until the returned function is called. */
  hold(): () => void {
    this.#holds++;
    return () => {
      this.#holds--;
      this.#endIfRetired();
    };
  }

  /** Ends when nothing is in hand any more. */
  retire(): void {
    this.#isRetired = true;
    this.#endIfRetired();
  }

  /** Ends the thread if it makes no progress. */
  check(): void {
    if (this.#asked.size > 0 && this.#watch.isStalled) this.end(threadStalled(this.silenceMs));
  }

  /** Undefined when it has nothing to do. */
  get busyWatch(): StallWatch | undefined {
    return this.#asked.size > 0 ? this.#watch : undefined;
  }

  /** For how long it has made no progress with a Batch; 0 when it has nothing to do for it. */
  silentMs(code: string): number {
    const isAsked = [...this.#asked.values()].some((one) => one.code === code);
    return isAsked ? this.#watch.silentMs : 0;
  }

  end(fault: IntakeError = workerDied()): void {
    this.#fault ??= fault;
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(this.#fault);
    this.#asked.clear();
  }

  #endIfRetired(): void {
    if (this.#isRetired && this.load === 0) this.end();
  }
}

function startWorker(inboxes: readonly string[]): Worker {
  return new Worker(import.meta.resolve("./folder_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [...inboxes],
        write: [...inboxes],
        net: false,
        env: false,
        run: false,
        sys: false,
        ffi: false,
      },
    },
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
    "a thread that works on folders ended unexpectedly",
    "retry the Batch; if it happens again, report the trace in the log",
  );
}
