const fullScanEvery = 20;
const mostKnown = 200_000;
/** No file system that is in use stamps changes more coarsely. */
const stampMs = 2000;

/**
 * Which folders of an inbox are recorded, so that most scans look only at the others, and at
 * nothing while no entry comes into the inbox or leaves it. Every twentieth scan looks at all of
 * them, for what has changed. It decides nothing: whatever it has forgotten is looked at, and
 * the database says that it is known.
 */
export class RecordedFolders {
  #recorded = new Set<string>();
  #waiting = new Set<string>();
  #scans = 0;
  #modifiedMs: number | undefined;

  /**
   * Whether a scan would show nothing new: every name of the last one is recorded, and the
   * inbox, last modified at `modifiedMs`, was not touched since. Counts as a scan.
   */
  isUnchanged(modifiedMs: number, nowMs: number): boolean {
    const isFull = this.#scans++ % fullScanEvery === 0;
    if (isFull) this.#recorded = new Set();
    const isUnchanged = !isFull && this.#waiting.size === 0 && modifiedMs === this.#modifiedMs;
    this.#modifiedMs = nowMs - modifiedMs > stampMs ? modifiedMs : undefined;
    return isUnchanged;
  }

  /** Begins a listing: whether it may pass over a name. Names it does not meet are forgotten. */
  list(): (name: string) => boolean {
    const before = this.#recorded;
    this.#recorded = new Set();
    this.#waiting = new Set();
    return (name) => {
      const isKnown = before.has(name);
      if (isKnown) this.add(name);
      else this.#waiting.add(name);
      return isKnown;
    };
  }

  /** Notes a folder that is recorded. */
  add(name: string): void {
    this.#waiting.delete(name);
    if (this.#recorded.size < mostKnown) this.#recorded.add(name);
  }

  /** The inbox was away: the next scan looks at everything. */
  forget(): void {
    this.#scans = 0;
  }
}
