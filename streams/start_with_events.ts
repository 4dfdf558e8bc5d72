import { type MonoTypeOperatorFunction, startWith } from "rxjs";
import type { News } from "../src/log.ts";

/** Tells what a command has to say once it is heard: when it hears signals, before its own news. */
export function startWithEvents(...opening: readonly News[]): MonoTypeOperatorFunction<News> {
  return startWith(...opening);
}
