/**
 * A program that de-identifies every file below `source` into `destination`, which does not exist.
 */
export interface Program {
  readonly name: string;
  /** What must be installed before it can run here; undefined if nothing is missing. */
  readonly missing?: () => string | undefined;
  readonly run: (source: string, destination: string) => Promise<void>;
}
