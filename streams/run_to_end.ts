import { finalize, lastValueFrom, type Observable, Subject, tap } from "rxjs";
import type { News } from "../src/log.ts";
import { processSignals, type StopSignals, stopSignals } from "./stop_signals.ts";

/**
 * Runs a command's stream to its end: the one subscription of the program. Every piece of
 * news goes to `tell`; the first signal stops it gently, the second at once.
 */
export async function runToEnd(
  compose: (signals: StopSignals) => Observable<News>,
  graceMs: number,
  tell: (news: News) => void,
): Promise<void> {
  const ended$ = new Subject<void>();
  const signals = stopSignals(processSignals(), graceMs, ended$);
  const news$ = compose(signals).pipe(tap(tell), finalize(() => ended$.next()));
  await lastValueFrom(news$, { defaultValue: undefined });
}
