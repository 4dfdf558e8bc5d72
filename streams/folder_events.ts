import { Observable } from "rxjs";
import type { Watcher } from "../src/folder/watcher.ts";
import type { WatchEvent } from "../src/folder/watcher_worker.ts";

/** What the operating system reports of one base, until unsubscribed. Never ends by itself. */
export function folderEvents(
  watcher: Pick<Watcher, "watch">,
  base: string,
): Observable<WatchEvent> {
  return new Observable((subscriber) => watcher.watch(base, (hint) => subscriber.next(hint)));
}
