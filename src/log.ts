/** From the least to the most important. */
export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof logLevels[number];

/**
 * Everything a line of the log may carry besides its event. The list is the guard against
 * patient data in logs: counts, times, codes, and paths an administrator configured; never
 * a folder's or file's name, never a value read from an image.
 */
export interface LogFields {
  /** A Batch's pseudonymous code, never its uid. */
  readonly batch?: string;
  readonly status?: string;
  readonly stage?: string;
  readonly code?: string;
  /** A sentence of this program's own. */
  readonly reason?: string;
  readonly hint?: string;
  /** An inbox, output or state directory from the settings. */
  readonly directory?: string;
  /** The fingerprint of a key. */
  readonly key?: string;
  readonly images?: number;
  readonly skipped?: number;
  /** Where a Batch is sent; a URL without credentials. */
  readonly target?: string;
  /** Where this program's own page is. */
  readonly url?: string;
  /** Of the skipped, images that rules held back. */
  readonly held?: number;
  readonly files?: number;
  readonly folders?: number;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly running?: number;
  readonly pid?: number;
  /** Names of functions in this program, without the error's message. */
  readonly trace?: string;
}

/** What happened, as a value: the streams emit it, the log writes it, the progress bar draws it. */
export interface News extends LogFields {
  /** `batch.done`, `inbox.missing`, `database.unreachable` … */
  readonly event: string;
  readonly level: LogLevel;
}

const fieldNames: readonly (keyof LogFields)[] = [
  "batch",
  "status",
  "stage",
  "code",
  "reason",
  "hint",
  "directory",
  "key",
  "images",
  "skipped",
  "held",
  "target",
  "url",
  "files",
  "folders",
  "bytes",
  "seconds",
  "running",
  "pid",
  "trace",
];

/** Formats news as one JSON line; a field that is not on the list is left out. */
export function jsonLine(news: News, at: Date): string {
  const fields = Object.fromEntries(fieldsOf(news));
  return JSON.stringify({
    time: at.toISOString(),
    level: news.level,
    event: news.event,
    ...fields,
  });
}

/** Formats news for people: time, level, event, then `name=value`. */
export function textLine(news: News, at: Date): string {
  const fields = fieldsOf(news).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const time = at.toISOString().slice(11, 19);
  return [time, news.level.toUpperCase().padEnd(5), news.event, ...fields].join(" ");
}

function fieldsOf(news: News): [string, string | number][] {
  return fieldNames.flatMap((name) => {
    const value = news[name];
    return value === undefined ? [] : [[name, value] as [string, string | number]];
  });
}

/** Whether a line of this level is written when the least level is `least`. */
export function isLoud(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}
