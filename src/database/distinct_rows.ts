/**
 * The distinct values of `valueOf` for all rows, as a JSON array: most images of a Batch have the
 * same patient, study and series.
 */
export function distinctRows<Row>(rows: readonly Row[], valueOf: (row: Row) => unknown): string {
  const distinct = new Set(rows.map((row) => JSON.stringify(valueOf(row))));
  return `[${[...distinct].join(",")}]`;
}
