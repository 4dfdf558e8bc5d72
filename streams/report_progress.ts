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

/** How other processes are told how far the Batches of this one are. */
export interface ProgressPorts {
  readonly tell: () => ObservableInput<unknown>;
  readonly everyMs: number;
}

/**
 * Tells others how far this command's Batches are when there is news of one, at most once in
 * `everyMs`. When they cannot be told the work goes on; its end waits for nobody.
 */
export function reportProgress(
  { tell, everyMs }: ProgressPorts,
): MonoTypeOperatorFunction<IntakeEvent> {
  return (news$) => {
    const shared$ = news$.pipe(share());
    const over$ = shared$.pipe(ignoreElements(), endWith("over"));
    const told$ = shared$.pipe(
      filter(({ batch }) => batch !== undefined),
      throttle(() => timer(everyMs), { leading: true, trailing: true }),
      coalesceMap(() => from(tell()).pipe(ignoreElements(), catchError(() => EMPTY))),
      takeUntil(over$),
    );
    return merge(shared$, told$);
  };
}
