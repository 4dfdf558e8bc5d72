/**
 * What rows say, as a JSON array that holds each different saying once: the images of a Batch
 * mostly agree about their patient, study and series.
 */
export function distinctRows<Row>(rows: readonly Row[], saying: (row: Row) => unknown): string {
  const distinct = new Set(rows.map((row) => JSON.stringify(saying(row))));
  return `[${[...distinct].join(",")}]`;
}
