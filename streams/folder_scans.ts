import {
  catchError,
  from,
  map,
  merge,
  mergeAll,
  type Observable,
  type ObservableInput,
  of,
  timer,
} from "rxjs";
import type { Folder } from "../src/folder/list_folders.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** Emitted when the inbox could not be listed. */
export const unlisted = Symbol("unlisted");

/**
 * Lists an inbox at once, every `everyMs` milliseconds, and whenever `scanNow$` emits because
 * events were lost; never two listings at a time. A failed listing emits {@link unlisted} and does
 * not end the stream.
 */
export function folderScans(
  list: () => ObservableInput<Folder[]>,
  everyMs: number,
  scanNow$: Observable<unknown>,
): Observable<Folder | typeof unlisted> {
  return merge(timer(0, everyMs), scanNow$.pipe(map(() => 0))).pipe(
    coalesceMap(() => from(list()).pipe(mergeAll(), catchError(() => of(unlisted)))),
  );
}
