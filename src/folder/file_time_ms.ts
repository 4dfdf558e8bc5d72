/** The end of the years 1970 to 9999, which both PostgreSQL and JavaScript support. */
const latestMs = Date.UTC(9999, 11, 31);

/**
 * A file system's time in milliseconds since the epoch, limited to the years 1970 to 9999. Some
 * file systems return invalid times, and one such folder must not prevent recording the others.
 */
export function fileTimeMs(time: Date | null): number {
  const ms = time?.getTime() ?? 0;
  return Number.isNaN(ms) ? latestMs : Math.min(Math.max(ms, 0), latestMs);
}
