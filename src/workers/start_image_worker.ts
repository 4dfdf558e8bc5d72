import { IntakeError } from "../errors.ts";

/**
 * A thread that parses what strangers send may read the inboxes, write to the output and read
 * what it wrote, and do nothing else.
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

/** The error of the work that a thread had in hand when it ended. */
export function workerDied(): IntakeError {
  return new IntakeError(
    "WORKER_DIED",
    "a thread that works on images ended unexpectedly",
    "retry the Batch; if it happens again, report the trace in the log",
  );
}
