import {
  connect,
  endWith,
  ignoreElements,
  merge,
  type MonoTypeOperatorFunction,
  type Observable,
  type ObservableInput,
  takeUntil,
  throttle,
  timer,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { coalesceMap } from "./coalesce_map.ts";

/** When and how something is published while a command runs. */
export interface Publication {
  /** Emits when there is something to publish, given the events of the command. */
  readonly triggers: (events$: Observable<IntakeEvent>) => Observable<unknown>;
  /** The least time between two calls of `publish`. */
  readonly pauseMs: () => number;
  /** Publishes, and emits the events that report how it went. Never fails. */
  readonly publish: () => ObservableInput<IntakeEvent>;
}

/**
 * Passes on a command's events, and publishes after each trigger: the first at once, later ones
 * after a pause. Two calls never overlap, and the last trigger is never ignored. Completes with the
 * events, without waiting for a pending call.
 */
export function publishAfter(
  { triggers, pauseMs, publish }: Publication,
): MonoTypeOperatorFunction<IntakeEvent> {
  return connect((events$) => {
    const over$ = events$.pipe(ignoreElements(), endWith("over"));
    const published$ = triggers(events$).pipe(
      throttle(() => timer(pauseMs()), { leading: true, trailing: true }),
      coalesceMap(publish),
      takeUntil(over$),
    );
    return merge(events$, published$);
  });
}
