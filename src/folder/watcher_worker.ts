/// <reference lib="deno.worker" />
import { basename, dirname } from "node:path";
import type { WatchEvent } from "./watcher.ts";

const watchers = new Map<number, Deno.FsWatcher>();

self.onmessage = ({ data }: MessageEvent<{ id: number; base?: string }>) => {
  if (data.base === undefined) close(data.id);
  else void watch(data.id, data.base);
};

async function watch(id: number, base: string): Promise<void> {
  const post = (event: WatchEvent): void => self.postMessage({ id, event });
  try {
    const watcher = Deno.watchFs(base, { recursive: false });
    watchers.set(id, watcher);
    post({ kind: "watching" });
    for await (const event of watcher) {
      watchEvents(base, event).forEach(post);
    }
  } catch {
    // the inbox is missing or cannot be watched (too many watches): scans continue
    post({ kind: "lost" });
  }
}

function watchEvents(base: string, event: Deno.FsEvent): WatchEvent[] {
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
