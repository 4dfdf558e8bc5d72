import {
  delay,
  finalize,
  from,
  lastValueFrom,
  map,
  merge,
  NEVER,
  type Observable,
  Subject,
  takeUntil,
  tap,
} from "rxjs";
import type { News } from "../src/log.ts";
import { processSignals, type StopSignals, stopSignals } from "./stop_signals.ts";

/** How long what was aborted may take to say so: a database that hangs answers never. */
const patienceMs = 10_000;

/** How a command's stream is run. */
export interface RunOptions {
  readonly graceMs: number;
  readonly tell: (news: News) => void;
  /** Stops the stream gently, as the first signal does. */
  readonly until?: Promise<void>;
}

/**
 * Runs a command's stream to its end: the one subscription of the program. Every piece of
 * news goes to `tell`; the first signal stops it gently, the second at once.
 */
export async function runToEnd(
  compose: (signals: StopSignals) => Observable<News>,
  { graceMs, tell, until }: RunOptions,
): Promise<void> {
  const ended$ = new Subject<void>();
  const reasons$ = merge(processSignals(), until ? from(until) : NEVER);
  const signals = stopSignals(reasons$, graceMs, ended$);
  const stopping$ = signals.stop$.pipe(map(() => stopping(graceMs / 1000)));
  const work$ = compose(signals).pipe(finalize(() => ended$.next()));
  const overdue$ = signals.abort$.pipe(delay(patienceMs));
  const news$ = merge(stopping$, work$).pipe(takeUntil(overdue$), tap(tell));
  await lastValueFrom(news$, { defaultValue: undefined });
}

function stopping(seconds: number): News {
  const reason = "finishing what is in work; a second signal gives it back at once";
  return { event: "stopping", level: "info", seconds, reason };
}
