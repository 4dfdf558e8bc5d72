import type { TextPolicy } from "../../model/batch.ts";
import { codecsPath } from "../../pixels/codecs/codec_libraries.ts";
import { textPaths } from "../../pixels/text/text_model.ts";
import type { ProgressCount } from "../../system/stall_watch.ts";
import type { WorkerSetup } from "./image_task.ts";
import { onlyThese } from "../../system/thread_permissions.ts";

/** The directories that the threads may access. */
export interface ImageDirectories {
  readonly inboxes: readonly string[];
  /** The output, and the quarantine if there is one. */
  readonly outputs: readonly string[];
}

/** What the threads need; the paths of files in packages are added. */
export interface PoolSetup extends Omit<WorkerSetup, "codecs" | "progress" | "text"> {
  /** Which images are searched for text; undefined for none. */
  readonly text?: TextPolicy | undefined;
}

/**
 * Starts a thread that parses files of unknown origin. It may only read the inboxes, the codecs
 * and, if images are searched for text, the text detector, and write to and read from the outputs.
 */
export function startImageWorker(
  { inboxes, outputs }: ImageDirectories,
  setup: PoolSetup,
  { memory: progress }: ProgressCount,
): Worker {
  const codecs = codecsPath();
  const text = setup.text && { ...setup.text, paths: textPaths() };
  const packaged = [codecs, text?.paths ?? {}].flatMap((paths) => Object.values<string>(paths));
  const worker = new Worker(import.meta.resolve("./image_worker.ts"), {
    type: "module",
    deno: {
      permissions: onlyThese({ read: [inboxes, outputs, packaged].flat(), write: [...outputs] }),
    },
  });
  worker.postMessage({ ...setup, text, codecs, progress } satisfies WorkerSetup);
  return worker;
}
