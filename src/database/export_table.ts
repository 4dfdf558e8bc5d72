import type { Sql } from "./connect/sql.ts";

/** A table that is exported: of the catalogue for researchers, or of what identifies. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /**
   * Rows behind the one whose key is given, in the order of their keys; the first ones if there is
   * no key, none at the end.
   */
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

/** By column, and the key it is ordered by. */
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

/** All rows of a table, a bounded number at a time, read by keyset. */
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
