const first = Date.parse("0001-01-01T00:00:00Z");
const last = Date.parse("9999-12-30T23:59:59Z");

/** Parses a time; undefined if it is invalid, or outside of the years 1 to 9999. */
export function momentOf(text: string): Date | undefined {
  const moment = new Date(text);
  return moment.getTime() >= first && moment.getTime() <= last ? moment : undefined;
}
