const earliestMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-31T00:00:00Z");

/**
 * A file's time as the database holds it. Some file systems have times outside the years that
 * ISO 8601 writes with four digits; these become the nearest that it has.
 */
export function storedTime(ms: number): Date {
  if (Number.isNaN(ms)) return new Date(0);
  return new Date(Math.min(Math.max(ms, earliestMs), latestMs));
}
