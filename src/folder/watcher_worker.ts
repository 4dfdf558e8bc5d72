/// <reference lib="deno.worker" />
import { basename, dirname } from "node:path";

/** What the operating system says of a base; only ever a reason to look at the disk. */
export type WatchEvent =
  | { readonly kind: "watching" }
  | { readonly kind: "child"; readonly name: string; readonly renamed: boolean }
  /** Events were lost, or the watch could not be set up: only a scan can tell what is there. */
  | { readonly kind: "lost" };

const watchers = new Map<number, Deno.FsWatcher>();

self.onmessage = ({ data }: MessageEvent<{ id: number; base?: string }>) => {
  if (data.base === undefined) close(data.id);
  else void watch(data.id, data.base);
};

async function watch(id: number, base: string): Promise<void> {
  const tell = (hint: WatchEvent): void => self.postMessage({ id, hint });
  try {
    const watcher = Deno.watchFs(base, { recursive: false });
    watchers.set(id, watcher);
    tell({ kind: "watching" });
    for await (const event of watcher) {
      for (const hint of hints(base, event)) tell(hint);
    }
  } catch {
    // the base is gone or cannot be watched (too many watches): scans carry on
    tell({ kind: "lost" });
  }
}

function hints(base: string, event: Deno.FsEvent): WatchEvent[] {
  if (event.flag === "rescan" || event.kind === "any") return [{ kind: "lost" }];
  if (event.kind === "access" || event.kind === "remove") return [];
  const renamed = event.kind === "rename";
  return event.paths
    .filter((path) => dirname(path) === base)
    .map((path) => ({ kind: "child", name: basename(path), renamed }));
}

function close(id: number): void {
  watchers.get(id)?.close();
  watchers.delete(id);
}
