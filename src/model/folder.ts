/** A folder in an inbox that was found by its name, finished or not, and not yet examined. */
export interface FoundFolder {
  /** Absolute path of the inbox. */
  readonly base: string;
  /** The folder's name, which is the uid of its Batch. */
  readonly uid: string;
  /** It arrived by a rename, which means that its sender has completed it. */
  readonly settled: boolean;
}

/** A finished folder in an inbox. */
export interface Folder extends FoundFolder {
  /**
   * When an entry was last added to or removed from the folder or a folder inside it, in
   * milliseconds since the epoch.
   */
  readonly modifiedMs: number;
}
