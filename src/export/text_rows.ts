import { stringify } from "csv-stringify/sync";

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Formats rows as chunks of text: CSV (RFC 4180) or TSV with a header line, or JSON lines. In CSV and
 * TSV, values that a spreadsheet would interpret as formulas are escaped.
 */
export async function* textRows(
  format: "csv" | "tsv" | "jsonl",
  columns: readonly string[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  if (format !== "jsonl") yield line(format, [...columns]);
  for await (const row of rows) {
    const values = columns.map((name) => row[name] ?? null);
    yield format === "jsonl"
      ? `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, values[at]])))}\n`
      : line(format, values);
  }
}

function line(format: "csv" | "tsv", values: readonly (string | number | null)[]): string {
  const delimiter = format === "csv" ? "," : "\t";
  return stringify([[...values]], { delimiter, escape_formulas: true });
}
