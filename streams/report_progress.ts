import {
  catchError,
  EMPTY,
  endWith,
  filter,
  from,
  ignoreElements,
  merge,
  type MonoTypeOperatorFunction,
  type ObservableInput,
  share,
  takeUntil,
  throttle,
  timer,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** How the progress of this process is published to other processes. */
export interface ProgressPorts {
  readonly publish: () => ObservableInput<unknown>;
  readonly everyMs: number;
}

/**
 * Publishes the progress of this command's Batches when an event concerns one, at most once in
 * `everyMs` milliseconds. Failures are ignored, and completion does not wait for a pending call.
 */
export function reportProgress(
  { publish, everyMs }: ProgressPorts,
): MonoTypeOperatorFunction<IntakeEvent> {
  return (events$) => {
    const shared$ = events$.pipe(share());
    const over$ = shared$.pipe(ignoreElements(), endWith("over"));
    const published$ = shared$.pipe(
      filter(({ batch }) => batch !== undefined),
      throttle(() => timer(everyMs), { leading: true, trailing: true }),
      coalesceMap(() => from(publish()).pipe(ignoreElements(), catchError(() => EMPTY))),
      takeUntil(over$),
    );
    return merge(shared$, published$);
  };
}
