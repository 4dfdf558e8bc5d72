const earliestMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-31T00:00:00Z");

/**
 * A file's time as the database stores it. Some file systems have times outside the years 1 to
 * 9999; these are replaced by the nearest bound.
 */
export function storedTime(ms: number): Date {
  if (Number.isNaN(ms)) return new Date(0);
  return new Date(Math.min(Math.max(ms, earliestMs), latestMs));
}
