/** Something that de-identifies every file below `source` into `destination`, which is not there yet. */
export interface Program {
  readonly name: string;
  /** What is missing when it cannot run here; undefined when it can. */
  readonly missing?: () => string | undefined;
  readonly run: (source: string, destination: string) => Promise<void>;
}
