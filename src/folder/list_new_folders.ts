import type { FoundFolder } from "../model/folder.ts";
import { isFinished } from "./is_finished.ts";
import { findFolders } from "./list_folders.ts";

/**
 * Like {@link findFolders}, but skips folders that are known to be recorded, and yields nothing if
 * the inbox is unchanged.
 */
export async function* listNewFolders(
  base: string,
  recorded: RecordedFolders,
): AsyncGenerator<FoundFolder[]> {
  const { mtime } = await Deno.stat(base);
  if (recorded.isUnchanged(mtime?.getTime() ?? 0, Date.now())) return;
  const isRecorded = recorded.list();
  // an unfinished folder does not wait to be recorded: it is renamed, which changes the inbox
  yield* findFolders(base, (name) => isFinished(name) && isRecorded(name));
}

/** A full scan examines all folders; at least so many scans later comes the next. */
const leastScansBetween = 20;
/** For so many folders there is one more scan in between, so that an idle process stays idle. */
const foldersPerScan = 1000;
const maxRemembered = 200_000;
/** The coarsest resolution of time stamps of common file systems. */
const timeStampMs = 2000;

/**
 * Remembers which folders of an inbox are recorded, so that most scans examine only new folders,
 * and nothing at all if no entry was added to or removed from the inbox. Every twentieth scan (of
 * 100,000 folders, every hundredth) examines all folders to find changed ones. This is only a
 * cache: a forgotten folder is examined again, and the database recognises it.
 */
export class RecordedFolders {
  #recorded = new Set<string>();
  #waiting = new Set<string>();
  #scansUntilFull = 0;
  #modifiedMs: number | undefined;

  /**
   * Whether a scan would find nothing new: every folder of the last scan is recorded, and the inbox
   * was not modified since. `modifiedMs` is the time of the inbox's last modification. This call
   * counts as a scan.
   */
  isUnchanged(modifiedMs: number, nowMs: number): boolean {
    const isFull = this.#scansUntilFull === 0;
    this.#scansUntilFull = isFull ? this.#scansBetween() : this.#scansUntilFull - 1;
    if (isFull) this.#recorded = new Set();
    const isUnchanged = !isFull && this.#waiting.size === 0 && modifiedMs === this.#modifiedMs;
    this.#modifiedMs = nowMs - modifiedMs > timeStampMs ? modifiedMs : undefined;
    return isUnchanged;
  }

  /**
   * Starts a listing. The returned function tells whether a name may be skipped; names for which it
   * is not called are forgotten.
   */
  list(): (name: string) => boolean {
    const before = this.#recorded;
    this.#recorded = new Set();
    this.#waiting = new Set();
    return (name) => {
      const isRecorded = before.has(name);
      if (isRecorded) this.add(name);
      else this.#waiting.add(name);
      return isRecorded;
    };
  }

  /** Remembers a recorded folder. */
  add(name: string): void {
    this.#waiting.delete(name);
    if (this.#recorded.size < maxRemembered) this.#recorded.add(name);
  }

  /** Makes the next scan examine all folders, after the inbox was missing. */
  forget(): void {
    this.#scansUntilFull = 0;
  }

  #scansBetween(): number {
    return Math.max(leastScansBetween, Math.ceil(this.#recorded.size / foldersPerScan)) - 1;
  }
}
