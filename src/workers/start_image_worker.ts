import { IntakeError } from "../errors.ts";

/**
 * Starts a thread that parses files of unknown origin. It may only read the inboxes, and write to
 * and read from the outputs.
 */
export function startImageWorker(inboxes: readonly string[], outputs: readonly string[]): Worker {
  return new Worker(import.meta.resolve("./image_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [...inboxes, ...outputs],
        write: [...outputs],
        net: false,
        env: false,
        run: false,
        sys: false,
        ffi: false,
      },
    },
  });
}

/** The error of the work that a thread had started when it ended. */
export function workerDied(): IntakeError {
  return new IntakeError(
    "WORKER_DIED",
    "an image thread ended unexpectedly",
    "retry the Batch; if the error occurs again, report the trace in the log",
  );
}
