const first = Date.parse("0001-01-01T00:00:00Z");
const last = Date.parse("9999-12-30T23:59:59Z");

/** The moment that a text names; undefined for none, or in a year that PostgreSQL writes otherwise. */
export function momentOf(text: string): Date | undefined {
  const moment = new Date(text);
  return moment.getTime() >= first && moment.getTime() <= last ? moment : undefined;
}
