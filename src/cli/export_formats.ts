import { stringify } from "csv-stringify/sync";
import { type BasicType, parquetWriteRows, type Writer } from "hyparquet-writer";
import { fileWriter } from "hyparquet-writer/src/node.js";

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Formats rows as chunks of text: CSV (RFC 4180) or TSV with a header line, or JSON lines. In CSV
 * and TSV, values that a spreadsheet would interpret as formulas are escaped.
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

/** A column of a table of rows. */
export interface Column {
  readonly name: string;
  readonly type: "text" | "integer" | "bytes" | "seconds";
}

const types: Readonly<Record<Column["type"], BasicType>> = {
  text: "STRING",
  integer: "INT32",
  bytes: "INT64",
  seconds: "DOUBLE",
};
const rowGroupSize = 20_000;

/** Writes rows as an Apache Parquet file, with one row group in memory at a time. */
export async function writeParquet(
  path: string,
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): Promise<void> {
  const writer: Writer = fileWriter(path);
  await parquetWriteRows({
    writer,
    columns: columns.map(({ name, type }) => ({ name, type: types[type], nullable: true })),
    rows: withBigInts(columns, rows),
    rowGroupSize,
    createdBy: "dicom-intake",
  });
}

/** INT64 columns require values of type bigint. */
async function* withBigInts(
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<Record<string, string | number | bigint | null>> {
  const large = columns.filter(({ type }) => type === "bytes").map(({ name }) => name);
  for await (const row of rows) {
    const numbers = large.map((name) => [name, row[name] == null ? null : BigInt(row[name])]);
    yield { ...row, ...Object.fromEntries(numbers) };
  }
}
