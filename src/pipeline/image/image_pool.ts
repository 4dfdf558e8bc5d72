import type { ImageOutcome } from "../../model/image.ts";
import type { ImageTask, WorkerSetup } from "./image_task.ts";
import { startImageWorker } from "./image_thread.ts";
import { ImageThreads } from "./image_threads.ts";

/** Threads that process images; pixel bytes are never passed to another thread. */
export interface ImagePool extends Disposable {
  /**
   * Processes one chunk of files. Throws IntakeError WORKER_DIED if the thread ended,
   * THREAD_STALLED if it made no progress, and what `processImage` rejects with.
   */
  run(task: ImageTask): Promise<readonly ImageOutcome[]>;
  /** Allows the threads to read another inbox, whose Batches this process may claim. */
  allowInbox(inbox: string): void;
  /** For how many milliseconds the work for a Batch has made no progress. */
  silentMs(code: string): number;
  /** For how many milliseconds no thread has made progress although chunks were pending. */
  readonly stalledMs: number;
  /** The number of chunks to submit at once so that no thread is idle. */
  readonly capacity: number;
}

/** The directories that the threads may access. */
export interface ImageDirectories {
  readonly inboxes: readonly string[];
  /** The output, and the quarantine if there is one. */
  readonly outputs: readonly string[];
}

const defaultRestMs = 60_000;

/**
 * Opens a pool of `size` threads. A thread that ends, or makes no progress for `silenceMs`, is
 * replaced when it is needed. All threads except one end after they have been idle for `restMs`.
 */
export function openImagePool(
  size: number,
  directories: ImageDirectories,
  setup: Omit<WorkerSetup, "progress">,
  silenceMs: number,
  restMs = defaultRestMs,
): ImagePool & { readonly threads: () => number } {
  const { inboxes, outputs } = directories;
  const startWorker = (readable: ReadonlySet<string>, progress: SharedArrayBuffer): Worker => {
    const worker = startImageWorker([...readable], outputs);
    worker.postMessage({ ...setup, progress });
    return worker;
  };
  return new ImageThreads({ size, inboxes, startWorker, silenceMs, restMs });
}
