/** Years 1970 to 9999: what PostgreSQL and JavaScript both understand. */
const latestMs = Date.UTC(9999, 11, 31);

/**
 * A file system's time in milliseconds since the epoch. Some hold times beyond any calendar: one
 * such folder must not keep the others from being recorded.
 */
export function fileTimeMs(time: Date | null): number {
  const ms = time?.getTime() ?? 0;
  return Number.isNaN(ms) ? latestMs : Math.min(Math.max(ms, 0), latestMs);
}
