import type { Folder } from "../model/folder.ts";

/** What a refill of the cached queue needs. */
export interface RefillSteps {
  readonly list: (base: string) => AsyncIterable<Folder[]>;
  /** Returns those of the uids that are not recorded as Batches yet. */
  readonly unknown: (uids: readonly string[]) => Promise<Set<string>>;
  /** Records folders as queued Batches; returns how many were added. */
  readonly record: (folders: readonly Folder[]) => Promise<number>;
}

/**
 * Scans the inboxes once and queues the new folders: all of them, or the `number` oldest. Recorded
 * folders are also passed to `record`, which detects those that changed. Only one part of a listing
 * and `number` folders are in memory. Returns the number of queued folders.
 */
export async function refill(
  bases: readonly string[],
  number: number | undefined,
  steps: RefillSteps,
): Promise<number> {
  const oldest = number === undefined ? undefined : new Oldest<Folder>(number, byAge);
  let queued = 0;
  for (const base of bases) {
    for await (const folders of steps.list(base)) {
      const unknown = await steps.unknown(folders.map((folder) => folder.uid));
      const isNew = (folder: Folder): boolean => unknown.has(folder.uid);
      const now = oldest ? folders.filter((folder) => !isNew(folder)) : folders;
      oldest?.add(folders.filter(isNew));
      queued += await steps.record(now);
    }
  }
  return oldest ? await steps.record(oldest.items()) : queued;
}

function byAge(a: Folder, b: Folder): number {
  return a.modifiedMs - b.modifiedMs || (a.uid < b.uid ? -1 : 1);
}

/** Keeps the first `size` items in a given order; holds at most twice as many in memory. */
class Oldest<T> {
  #items: T[] = [];

  constructor(readonly size: number, readonly order: (a: T, b: T) => number) {}

  add(items: readonly T[]): void {
    for (const item of items) {
      this.#items.push(item);
      if (this.#items.length >= this.size * 2) this.#trim();
    }
  }

  items(): readonly T[] {
    this.#trim();
    return this.#items;
  }

  #trim(): void {
    this.#items = this.#items.sort(this.order).slice(0, this.size);
  }
}
