import { Observable } from "rxjs";
import type { Watcher } from "../src/folder/watcher.ts";
import type { WatchEvent } from "../src/folder/watcher_worker.ts";

/** Emits the file system events of one inbox until unsubscribed. Never completes. */
export function folderEvents(
  watcher: Pick<Watcher, "watch">,
  base: string,
): Observable<WatchEvent> {
  return new Observable((subscriber) => watcher.watch(base, (event) => subscriber.next(event)));
}
