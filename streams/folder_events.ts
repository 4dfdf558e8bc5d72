import { Observable } from "rxjs";
import type { Watcher } from "../src/folder/watcher.ts";
import type { WatchHint } from "../src/folder/watcher_worker.ts";

/** What the operating system reports of one base, until unsubscribed. Never ends by itself. */
export function folderEvents(watcher: Pick<Watcher, "watch">, base: string): Observable<WatchHint> {
  return new Observable((subscriber) => watcher.watch(base, (hint) => subscriber.next(hint)));
}
