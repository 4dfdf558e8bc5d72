import {
  catchError,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  type MonoTypeOperatorFunction,
  type ObservableInput,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { publishAfter } from "./publish_after.ts";

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
  return publishAfter({
    triggers: (events$) => events$.pipe(filter(({ batch }) => batch !== undefined)),
    pauseMs: () => everyMs,
    publish: () => defer(publish).pipe(ignoreElements(), catchError(() => EMPTY)),
  });
}
