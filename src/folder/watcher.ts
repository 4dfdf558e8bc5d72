import { onlyThese } from "../system/thread_permissions.ts";

/** A file system event of an inbox: a reason to examine the disk, not a reliable fact. */
export type WatchEvent =
  | { readonly kind: "watching" }
  | { readonly kind: "child"; readonly name: string; readonly renamed: boolean }
  /** Events were lost, or the inbox cannot be watched: only a scan finds the folders. */
  | { readonly kind: "lost" };

/** Watches inboxes in a separate thread; see {@link openWatcher}. */
export interface Watcher extends Disposable {
  /** Calls `listener` for events in an inbox until the returned function is called. */
  watch(base: string, listener: (event: WatchEvent) => void): () => void;
}

/**
 * Starts a thread that calls `Deno.watchFs`. A FIFO in a watched inbox blocks that call and the
 * runtime's watcher forever; in a separate thread this only stops the events, and scans continue.
 * Events are hints: the listener must examine the disk. The thread may only read the inboxes.
 */
export function openWatcher(bases: readonly string[]): Watcher {
  const worker = new Worker(import.meta.resolve("./watcher_worker.ts"), {
    type: "module",
    deno: { permissions: onlyThese({ read: [...bases] }) },
  });
  const listeners = new Map<number, (event: WatchEvent) => void>();
  let latest = 0;
  worker.onmessage = ({ data }: MessageEvent<{ id: number; event: WatchEvent }>) => {
    listeners.get(data.id)?.(data.event);
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
