/**
 * Calls `work` for each item, at most `atOnce` at a time, and yields the results in the order of
 * completion, all that are ready together. Items are read only when a slot is free, so their source
 * can end early. `work` must not reject. A consumer that stops early waits for the running calls.
 */
export async function* inParallel<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly Result[]> {
  const source = items[Symbol.iterator]();
  const running = new Set<Promise<void>>();
  let ready: Result[] = [];
  const start = (item: Item): void => {
    const run: Promise<void> = work(item).then((result) => {
      ready.push(result);
      running.delete(run);
    });
    running.add(run);
  };
  const fill = (): void => {
    while (running.size < atOnce) {
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
