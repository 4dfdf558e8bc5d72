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

/** Time limit for aborted jobs to end: a database that hangs never answers. */
const abortMs = 3000;
/** Time limit for the end of the process after that. */
const exitMs = 1500;

/** Options of {@link runToEnd}. */
export interface RunOptions {
  /** How long running jobs may take after the first signal. */
  readonly graceMs: number;
  /** Called for each event. */
  readonly report: (event: IntakeEvent) => void;
  /** Stops the stream like the first signal. */
  readonly until?: Promise<void>;
  /** Exits the process at once; called if it has not ended in time after a signal. */
  readonly giveUp?: () => void;
}

/**
 * Runs a command's stream to its end; this is the only subscription of a command. `report` receives
 * every event. After the first signal running jobs may end, after the second they are aborted. The
 * process ends within the grace period and 5 seconds after the first signal.
 */
export async function runToEnd(
  compose: (signals: StopSignals) => Observable<IntakeEvent>,
  { graceMs, report, until, giveUp }: RunOptions,
): Promise<void> {
  const ended$ = new Subject<void>();
  const reasons$ = merge(processSignals(), until ? from(until) : NEVER);
  const signals = stopSignals(reasons$, graceMs, ended$);
  const stopRequested$ = signals.stop$.pipe(map(() => stopRequested(graceMs / 1000)));
  const work$ = compose(signals).pipe(finalize(() => ended$.next()));
  const overdue$ = signals.abort$.pipe(delay(abortMs));
  if (giveUp) limitShutdown(signals, graceMs, giveUp);
  const events$ = merge(stopRequested$, work$).pipe(takeUntil(overdue$), tap(report));
  await lastValueFrom(events$, { defaultValue: undefined });
}

/**
 * Ends a stopped process even if closing its resources takes too long. The timers do not keep the
 * process alive.
 */
function limitShutdown({ stop$, abort$ }: StopSignals, graceMs: number, giveUp: () => void): void {
  const afterStop$ = stop$.pipe(map(() => graceMs + abortMs + exitMs));
  const afterAbort$ = abort$.pipe(map(() => abortMs + exitMs));
  merge(afterStop$, afterAbort$).subscribe((ms) => Deno.unrefTimer(setTimeout(giveUp, ms)));
}

function stopRequested(graceSeconds: number): IntakeEvent {
  const reason = "Waiting for running jobs.";
  const hint = "Press Ctrl-C again to requeue them and quit.";
  return { name: "stop.requested", level: "info", graceSeconds, reason, hint };
}
