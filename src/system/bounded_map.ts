/**
 * Calls `f` for each value, at most `limit` calls at a time, and yields the results in the order of
 * completion, all that are ready together. Values are read only when a slot is free, so their
 * source can end early. `f` must not reject. A consumer that stops early waits for the running
 * calls.
 */
export async function* boundedMap<Value, Result>(
  values: Iterable<Value>,
  limit: number,
  f: (value: Value) => Promise<Result>,
): AsyncGenerator<readonly Result[]> {
  const source = values[Symbol.iterator]();
  const running = new Set<Promise<void>>();
  let ready: Result[] = [];
  const start = (value: Value): void => {
    const run: Promise<void> = f(value).then((result) => {
      ready.push(result);
      running.delete(run);
    });
    running.add(run);
  };
  const fill = (): void => {
    while (running.size < limit) {
      const next = source.next();
      if (next.done) return;
      start(next.value);
    }
  };
  try {
    for (fill(); running.size > 0 || ready.length > 0; fill()) {
      if (ready.length === 0) await Promise.race(running);
      const results = ready;
      ready = [];
      fill();
      if (results.length > 0) yield results;
    }
  } finally {
    await Promise.all(running);
  }
}
