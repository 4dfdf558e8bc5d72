import {
  bufferTime,
  catchError,
  concatMap,
  connect,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  type MonoTypeOperatorFunction,
  type ObservableInput,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import type { LogLine } from "../src/model/log_line.ts";
import { isLogged, lineOfBatch } from "../src/system/log.ts";

/** Where lines of the log about Batches are stored for the web page. */
export interface LogPorts {
  readonly store: (lines: readonly LogLine[]) => ObservableInput<unknown>;
  readonly everyMs: number;
}

/** More lines in `everyMs` are stored at once. */
const mostLines = 500;

/**
 * Passes on a command's events, and stores those that concern a Batch, except debug ones: together
 * after `everyMs` milliseconds, and the last ones before the stream completes. Failures are
 * ignored, because the log itself has the lines.
 */
export function storeLog({ store, everyMs }: LogPorts): MonoTypeOperatorFunction<IntakeEvent> {
  return connect((events$) => {
    const stored$ = events$.pipe(
      filter(({ level }) => isLogged(level, "info")),
      map((event) => lineOfBatch(event, new Date())),
      filter((line) => line !== undefined),
      bufferTime(everyMs, null, mostLines),
      filter((lines) => lines.length > 0),
      concatMap((lines) => defer(() => store(lines)).pipe(catchError(() => EMPTY))),
      ignoreElements(),
    );
    return merge(events$, stored$);
  });
}
