import { catchError, EMPTY, from, map, merge, mergeAll, type Observable, timer } from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import { coalesceMap } from "./coalesce_map.ts";

/**
 * Lists a base at once, then every `everyMs`, and whenever `scanNow$` says that events were
 * lost; never two listings at a time. A listing that fails ends quietly: the base is gone, and
 * its presence is watched elsewhere.
 */
export function folderScans(
  list: () => AsyncIterable<Folder[]>,
  everyMs: number,
  scanNow$: Observable<unknown>,
): Observable<Folder> {
  return merge(timer(0, everyMs), scanNow$.pipe(map(() => 0))).pipe(
    coalesceMap(() => from(list()).pipe(mergeAll(), catchError(() => EMPTY))),
  );
}
