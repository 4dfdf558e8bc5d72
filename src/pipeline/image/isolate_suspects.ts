import type { FolderEntry } from "../../folder/list_files.ts";
import type { SuspectFile } from "../../model/batch.ts";
import type { ImageOutcome } from "../../model/image.ts";
import type { ImagePool } from "./image_pool.ts";
import type { ImageTask } from "./image_task.ts";

type Runs = Pick<ImagePool, "run" | "capacity">;

/** What is needed to process suspect files in isolation. */
export interface SuspectPorts {
  readonly lock: ExclusiveLock;
  /** Called once, before the first file is processed. */
  readonly list: () => Promise<readonly SuspectFile[]>;
  /** Opens a pool of one thread. */
  readonly openThread: () => Pick<ImagePool, "run"> & Disposable;
  /** Records that a suspect is being processed alone. */
  readonly markAlone: (fileNumber: number) => Promise<void>;
  /** Records that a suspect was processed without a crash. */
  readonly clear: (fileNumber: number) => Promise<void>;
}

/**
 * A pool for one Batch that has suspects: files that were being processed when a process or a
 * thread ended. They are processed one by one, each in a new thread, while nothing else runs in
 * this process. A file that has crashed before when it was alone is skipped with code CRASHED and
 * not opened again.
 */
export function isolateSuspects(pool: Runs, ports: SuspectPorts): Runs {
  const { lock } = ports;
  let listed: Promise<readonly SuspectFile[]> | undefined;
  const suspects = async (): Promise<ReadonlyMap<number, SuspectFile>> =>
    new Map((await (listed ??= ports.list())).map((one) => [one.fileNumber, one]));
  const alone = async (task: ImageTask, file: FolderEntry): Promise<ImageOutcome[]> =>
    await lock.exclusive(async () => {
      await ports.markAlone(file.number);
      using thread = ports.openThread();
      const outcomes = await thread.run({ ...task, files: [file] });
      await ports.clear(file.number);
      return [...outcomes];
    });
  return {
    capacity: pool.capacity,
    async run(task): Promise<readonly ImageOutcome[]> {
      const listedSuspects = await suspects();
      const isolated = task.files.filter(({ number }) => listedSuspects.has(number));
      const files = task.files.filter(({ number }) => !listedSuspects.has(number));
      const outcomes = files.length === 0
        ? []
        : [...await lock.shared(() => pool.run({ ...task, files }))];
      for (const file of isolated) {
        const isCrashed = listedSuspects.get(file.number)?.crashed;
        outcomes.push(...(isCrashed ? [crashed(file)] : await alone(task, file)));
      }
      return outcomes.sort((one, other) => numberOf(one) - numberOf(other));
    },
  };
}

function crashed({ number: fileNumber, path }: FolderEntry): ImageOutcome {
  const reason = "the process or its thread crashed each time this file was processed";
  return { kind: "skipped", skipped: { fileNumber, path, code: "CRASHED", reason } };
}

function numberOf(outcome: ImageOutcome): number {
  return outcome.kind === "image" ? outcome.row.fileNumber : outcome.skipped.fileNumber;
}

/** Lets work run concurrently, and some work exclusively. */
export class ExclusiveLock {
  #running = 0;
  #exclusive: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Runs work concurrently with other shared work; waits for exclusive work that runs or waits. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      if (this.#running === 0) this.#whenIdle?.();
    }
  }

  /** Runs work exclusively, once all running work has ended. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#exclusive = promise;
    try {
      if (this.#running > 0) await new Promise<void>((idle) => this.#whenIdle = idle);
      return await work();
    } finally {
      this.#whenIdle = undefined;
      this.#exclusive = undefined;
      resolve();
    }
  }
}
