/** One figure of a benchmark. */
export interface Figure {
  readonly what: string;
  readonly value: string;
}
