import type { WatchEvent } from "./watcher_worker.ts";

/** Watches bases from a thread of its own; see {@link openWatcher}. */
export interface Watcher extends Disposable {
  /** Calls `listener` with what happens in a base until the returned function is called. */
  watch(base: string, listener: (hint: WatchEvent) => void): () => void;
}

/**
 * Opens a thread that calls `Deno.watchFs`. A FIFO inside a watched base blocks that call
 * and the runtime's watcher for good; here it can only silence events, and scans carry on.
 * What arrives is a hint: whoever gets it looks at the disk. The thread may read the bases, and
 * nothing else.
 */
export function openWatcher(bases: readonly string[]): Watcher {
  const worker = new Worker(import.meta.resolve("./watcher_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        read: [...bases],
        ...{ write: false, net: false, env: false, run: false, sys: false, ffi: false },
      },
    },
  });
  const listeners = new Map<number, (hint: WatchEvent) => void>();
  let latest = 0;
  worker.onmessage = ({ data }: MessageEvent<{ id: number; hint: WatchEvent }>) => {
    listeners.get(data.id)?.(data.hint);
  };
  return {
    watch(base, listener): () => void {
      const id = ++latest;
      listeners.set(id, listener);
      worker.postMessage({ id, base });
      return () => {
        listeners.delete(id);
        worker.postMessage({ id });
      };
    },
    [Symbol.dispose](): void {
      listeners.clear();
      worker.terminate();
    },
  };
}
