import type { SuspectFile } from "../database/suspects.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import type { ImageTask } from "../workers/image_task.ts";
import type { ImageOutcome } from "../model/image.ts";
import type { SoloLock } from "./solo_lock.ts";

type Runs = Pick<ImagePool, "run" | "capacity">;

/** What trying suspects apart from other files takes. */
export interface SuspectPorts {
  readonly lock: SoloLock;
  /** Opens a pool of one thread. */
  /** Asked once, before the first file is processed. */
  readonly list: () => Promise<readonly SuspectFile[]>;
  readonly openThread: () => Pick<ImagePool, "run"> & Disposable;
  readonly tryAlone: (fileNumber: number) => Promise<void>;
  readonly clear: (fileNumber: number) => Promise<void>;
}

/**
 * A pool for one Batch, some files of which were being processed when a process or a thread ended.
 * These are tried one by one, each in a thread of its own while nothing else runs in this process;
 * what crashed there before is skipped with code CRASHED and never opened again.
 */
export function suspectsApart(pool: Runs, ports: SuspectPorts): Runs {
  const { lock } = ports;
  let listed: Promise<readonly SuspectFile[]> | undefined;
  const suspects = async (): Promise<ReadonlyMap<number, SuspectFile>> =>
    new Map((await (listed ??= ports.list())).map((one) => [one.fileNumber, one]));
  const alone = async (task: ImageTask, file: FolderEntry): Promise<ImageOutcome[]> =>
    await lock.solo(async () => {
      await ports.tryAlone(file.number);
      using thread = ports.openThread();
      const outcomes = await thread.run({ ...task, files: [file] });
      await ports.clear(file.number);
      return [...outcomes];
    });
  return {
    capacity: pool.capacity,
    async run(task): Promise<readonly ImageOutcome[]> {
      const known = await suspects();
      const apart = task.files.filter(({ number }) => known.has(number));
      const files = task.files.filter(({ number }) => !known.has(number));
      const outcomes = files.length === 0
        ? []
        : [...await lock.shared(() => pool.run({ ...task, files }))];
      for (const file of apart) {
        const isCrashed = known.get(file.number)?.crashed;
        outcomes.push(...(isCrashed ? [crashed(file)] : await alone(task, file)));
      }
      return outcomes.sort((one, other) => numberOf(one) - numberOf(other));
    },
  };
}

function crashed({ number: fileNumber, path }: FolderEntry): ImageOutcome {
  const reason = "it ended the process, or its thread, each time it was processed";
  return { kind: "skipped", skipped: { fileNumber, path, code: "CRASHED", reason } };
}

function numberOf(outcome: ImageOutcome): number {
  return outcome.kind === "image" ? outcome.row.fileNumber : outcome.skipped.fileNumber;
}
