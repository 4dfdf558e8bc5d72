import { from, Observable, type ObservableInput, type OperatorFunction, Subscription } from "rxjs";

/**
 * Like `exhaustMap`, but remembers the latest value that arrives while the inner Observable is
 * active, and projects it afterwards. For notifications: none is ignored, and they do not
 * accumulate.
 */
export function coalesceMap<T, R>(
  project: (value: T) => ObservableInput<R>,
): OperatorFunction<T, R> {
  return (source) =>
    new Observable((subscriber) => {
      let pending: { value: T } | undefined;
      let busy = false;
      let sourceCompleted = false;
      const subscriptions = new Subscription();

      const run = (value: T): void => {
        busy = true;
        subscriptions.add(
          from(project(value)).subscribe({
            next: (result) => subscriber.next(result),
            error: (error) => subscriber.error(error),
            complete: next,
          }),
        );
      };
      const next = (): void => {
        busy = false;
        const waiting = pending;
        pending = undefined;
        if (waiting) run(waiting.value);
        else if (sourceCompleted) subscriber.complete();
      };

      subscriptions.add(source.subscribe({
        next: (value) => {
          if (busy) pending = { value };
          else run(value);
        },
        error: (error) => subscriber.error(error),
        complete: () => {
          sourceCompleted = true;
          pending = undefined;
          if (!busy) subscriber.complete();
        },
      }));
      return subscriptions;
    });
}
