import { type MonoTypeOperatorFunction, startWith } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";

/** Tells what a command has to say once it is heard: when it hears signals, before its own news. */
export function startWithEvents(
  ...opening: readonly IntakeEvent[]
): MonoTypeOperatorFunction<IntakeEvent> {
  return startWith(...opening);
}
