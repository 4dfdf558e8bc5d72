import { type MonoTypeOperatorFunction, startWith } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";

/** Emits a command's first events on subscription, when signals are already handled. */
export function startWithEvents(
  ...events: readonly IntakeEvent[]
): MonoTypeOperatorFunction<IntakeEvent> {
  return startWith(...events);
}
