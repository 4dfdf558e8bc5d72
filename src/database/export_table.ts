import type { Sql } from "./connect/sql.ts";

/** A table that can be exported: without identifying data, or from the schema `identity`. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /** The rows after the one with this key (or the first ones), ordered by key; empty at the end. */
  readonly page: (
    sql: Sql,
    after: ExportKey | undefined,
    limit: number,
  ) => Promise<readonly ExportRow[]>;
}

type ExportKey = number | string;

export interface ExportColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "bytes" | "seconds";
}

/** The values by column, and the key that the rows are ordered by. */
export type ExportRow = Readonly<Record<string, string | number | null>> & {
  readonly key: ExportKey;
};

export function texts(...names: readonly string[]): ExportColumn[] {
  return names.map((name) => ({ name, type: "text" }));
}

export function integers(...names: readonly string[]): ExportColumn[] {
  return names.map((name) => ({ name, type: "integer" }));
}

const pageSize = 2000;

/** Yields all rows of a table, a bounded number at a time, with keyset pagination. */
export async function* exportRows(sql: Sql, table: ExportTable): AsyncGenerator<ExportRow> {
  let after: ExportKey | undefined;
  while (true) {
    const rows: readonly ExportRow[] = await table.page(sql, after, pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
  }
}
