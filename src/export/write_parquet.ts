import { type BasicType, parquetWriteRows, type Writer } from "hyparquet-writer";
import { fileWriter } from "hyparquet-writer/src/node.js";

/** A column of a table of rows. */
export interface Column {
  readonly name: string;
  readonly type: "text" | "integer" | "bytes" | "seconds";
}

type Row = Readonly<Record<string, string | number | null>>;

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
