import { codecsPath } from "../pixels/codecs/codec_libraries.ts";
import type { ThreadAnswer, ThreadSetup, ThreadTask } from "./picture_messages.ts";
import { onlyThese } from "../system/thread_permissions.ts";

/** A thread that renders one picture, or reads one frame, at a time. */
export interface PictureThread {
  /** Never rejects. After the time limit or an error of the thread, the thread has ended. */
  render(task: ThreadTask, limitMs: number): Promise<ThreadAnswer>;
  readonly hasEnded: boolean;
  /** Answers a running task with `busy`. */
  end(): void;
}

/** Starts a thread, which reads images below `directory`. */
export function startPictureThread(directory: string): PictureThread {
  const worker = startWorker(directory);
  let hasEnded = false;
  let respond = (_result: ThreadAnswer): void => {};
  const end = (result: ThreadAnswer): void => {
    if (!hasEnded) worker.terminate();
    hasEnded = true;
    respond(result);
  };
  worker.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => respond(data);
  worker.onerror = (event) => {
    event.preventDefault(); // its message may contain the name of a file
    end({ fault: "unreadable", reason: "the thread that renders it failed" });
  };
  return {
    get hasEnded() {
      return hasEnded;
    },
    end: () => end({ fault: "busy" }),
    async render(task, limitMs): Promise<ThreadAnswer> {
      if (hasEnded) return { fault: "busy" };
      const { promise, resolve } = Promise.withResolvers<ThreadAnswer>();
      respond = resolve;
      const timer = setTimeout(
        () => end({ fault: "unreadable", reason: "rendering it takes too long" }),
        limitMs,
      );
      worker.postMessage(task);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The thread may only read below `directory` and the codecs, and write nothing. */
function startWorker(directory: string): Worker {
  const codecs = codecsPath();
  const worker = new Worker(import.meta.resolve("./picture_worker.ts"), {
    type: "module",
    deno: {
      permissions: onlyThese({ read: [directory, ...Object.values<string>({ ...codecs })] }),
    },
  });
  worker.postMessage({ codecs } satisfies ThreadSetup);
  return worker;
}
