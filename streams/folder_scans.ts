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

/** The base could not be listed this time. */
export const unlisted = Symbol("unlisted");

/**
 * Lists a base at once, then every `everyMs`, and whenever `scanNow$` says that events were
 * lost; never two listings at a time. A listing that fails is a value, and the next one is
 * tried all the same.
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
