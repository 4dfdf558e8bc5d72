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
import type { IntakeEvent } from "../src/model/event.ts";
import { processSignals, type StopSignals, stopSignals } from "./stop_signals.ts";

/** How long what was aborted may take to report it: a database that hangs never answers. */
const abortMs = 3000;
/** And how long the process lives after that at most, whatever it waits for. */
const lastMs = 1500;

/** How a command's stream is run. */
export interface RunOptions {
  readonly graceMs: number;
  readonly tell: (news: IntakeEvent) => void;
  /** Stops the stream gently, as the first signal does. */
  readonly until?: Promise<void>;
  /** Ends the process at once: it was stopped, and its time is over. */
  readonly giveUp?: () => void;
}

/**
 * Runs a command's stream to its end: the one subscription of the program. Every piece of
 * news goes to `tell`; the first signal stops it gently, the second at once. After a signal the
 * process ends within the time of grace and 5 seconds.
 */
export async function runToEnd(
  compose: (signals: StopSignals) => Observable<IntakeEvent>,
  { graceMs, tell, until, giveUp }: RunOptions,
): Promise<void> {
  const ended$ = new Subject<void>();
  const reasons$ = merge(processSignals(), until ? from(until) : NEVER);
  const signals = stopSignals(reasons$, graceMs, ended$);
  const stopRequested$ = signals.stop$.pipe(map(() => stopRequested(graceMs / 1000)));
  const work$ = compose(signals).pipe(finalize(() => ended$.next()));
  const overdue$ = signals.abort$.pipe(delay(abortMs));
  if (giveUp) armTheEnd(signals, graceMs, giveUp);
  const news$ = merge(stopRequested$, work$).pipe(takeUntil(overdue$), tap(tell));
  await lastValueFrom(news$, { defaultValue: undefined });
}

/**
 * However long closing takes after the stream has ended, a stopped process does not live on. The
 * timers keep no process alive.
 */
function armTheEnd({ stop$, abort$ }: StopSignals, graceMs: number, giveUp: () => void): void {
  const afterStop$ = stop$.pipe(map(() => graceMs + abortMs + lastMs));
  const afterAbort$ = abort$.pipe(map(() => abortMs + lastMs));
  merge(afterStop$, afterAbort$).subscribe((ms) => Deno.unrefTimer(setTimeout(giveUp, ms)));
}

function stopRequested(graceSeconds: number): IntakeEvent {
  const reason = "Waiting for running jobs.";
  const hint = "Press Ctrl-C again to requeue them and quit.";
  return { name: "stop.requested", level: "info", graceSeconds, reason, hint };
}
