import {
  connectable,
  defer,
  delay,
  EMPTY,
  finalize,
  from,
  identity,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  NEVER,
  Observable,
  ReplaySubject,
  skip,
  startWith,
  Subject,
  take,
  takeUntil,
  tap,
  timer,
} from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import { type ProgressPorts, reportProgress } from "./report_progress.ts";
import { type LogPorts, storeLog } from "./store_log.ts";
import { type PagePorts, withPages } from "./with_pages.ts";

/** Time limit for aborted jobs to end: a database that hangs never answers. */
const abortMs = 3000;
/** Time limit for the end of the process after that. */
const exitMs = 1500;

/** The two stop signals, as streams that emit at most once, also for late subscribers. */
export interface StopSignals {
  /** The first SIGTERM or SIGINT: no new work is started. */
  readonly stop$: Observable<unknown>;
  /** The second signal, or the end of the grace period: running jobs are aborted and requeued. */
  readonly abort$: Observable<unknown>;
}

/** Composes the stream of a command. */
export type Compose = (signals: StopSignals) => Observable<IntakeEvent>;

/** Options of {@link runToEnd}. */
export interface RunOptions {
  /** How long running jobs may take after the first signal. */
  readonly graceMs: number;
  /** Called for each event. */
  readonly report: (event: IntakeEvent) => void;
  /** Emitted when signals are already handled, before the events of the stream. */
  readonly firstEvents?: readonly IntakeEvent[];
  /** Publishes the progress of the Batches. */
  readonly progress?: ProgressPorts;
  /** Stores the lines of the log about Batches. */
  readonly log?: LogPorts;
  /** Refreshes the web pages. */
  readonly pages?: PagePorts | undefined;
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
export async function runToEnd(compose: Compose, options: RunOptions): Promise<void> {
  const { report, firstEvents = [], progress, log, pages, until } = options;
  const command: Compose = (signals) =>
    compose(signals).pipe(
      startWith(...firstEvents),
      progress ? reportProgress(progress) : identity,
      log ? storeLog(log) : identity,
      pages ? withPages(pages) : identity,
    );
  const signals$ = merge(processSignals(), until ? from(until) : NEVER);
  const events$ = lifecycle(command, signals$, options).pipe(tap(report));
  await lastValueFrom(events$, { defaultValue: undefined });
}

/**
 * The stream of a command from its start to its end. The first value of `signals$` stops it, the
 * second (or the end of the grace period) aborts its jobs. It is not waited for much longer.
 */
export function lifecycle(
  compose: Compose,
  signals$: Observable<unknown>,
  { graceMs, giveUp }: Pick<RunOptions, "graceMs" | "giveUp">,
): Observable<IntakeEvent> {
  return defer(() => {
    const ended$ = new Subject<void>();
    const signals = stopSignals(signals$, graceMs, ended$);
    return merge(
      signals.stop$.pipe(map(() => stopRequested(graceMs / 1000))),
      giveUp ? shutdownLimit(signals, graceMs, giveUp) : EMPTY,
      compose(signals).pipe(finalize(() => ended$.next())),
    ).pipe(takeUntil(signals.abort$.pipe(delay(abortMs))));
  });
}

/** Derives both streams from the signals of a process, until `ended$` emits. */
export function stopSignals(
  signals$: Observable<unknown>,
  graceMs: number,
  ended$: Observable<unknown>,
): StopSignals {
  // connected at once, so that no signal is lost before the first subscription
  const received$ = connectable(signals$.pipe(takeUntil(ended$)), {
    connector: () => new ReplaySubject(2),
  });
  received$.connect();
  const stop$ = received$.pipe(take(1));
  // there is one stop signal, so mergeMap starts one timer
  const graceOver$ = stop$.pipe(mergeMap(() => timer(graceMs)));
  const abort$ = merge(received$.pipe(skip(1)), graceOver$).pipe(take(1), takeUntil(ended$));
  return { stop$, abort$ };
}

/** Emits nothing and completes when the first signal stops a command that runs no jobs. */
export function untilStopped({ stop$ }: StopSignals): Observable<never> {
  return stop$.pipe(ignoreElements());
}

/**
 * Ends a stopped process even if closing its resources takes too long. The timers do not keep the
 * process alive, and continue after this stream has ended.
 */
function shutdownLimit(
  { stop$, abort$ }: StopSignals,
  graceMs: number,
  giveUp: () => void,
): Observable<never> {
  const afterStop$ = stop$.pipe(map(() => graceMs + abortMs + exitMs));
  const afterAbort$ = abort$.pipe(map(() => abortMs + exitMs));
  return merge(afterStop$, afterAbort$).pipe(
    tap((ms) => Deno.unrefTimer(setTimeout(giveUp, ms))),
    ignoreElements(),
  );
}

/** Emits SIGTERM and SIGINT of this process (SIGINT and SIGBREAK on Windows) until unsubscribed. */
function processSignals(): Observable<Deno.Signal> {
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM"];
  return new Observable((subscriber) => {
    for (const signal of signals) {
      const listener = (): void => subscriber.next(signal);
      Deno.addSignalListener(signal, listener);
      subscriber.add(() => Deno.removeSignalListener(signal, listener));
    }
  });
}

function stopRequested(graceSeconds: number): IntakeEvent {
  const reason = "Waiting for running jobs.";
  const hint = "Press Ctrl-C again to requeue them and quit.";
  return { name: "stop.requested", level: "info", graceSeconds, reason, hint };
}
