import type { LogLevel } from "./event.ts";

/** A line of the log about a Batch: an event with its time and its other fields. */
export interface LogLine {
  /** The code of the Batch. */
  readonly batch: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number>>;
}
