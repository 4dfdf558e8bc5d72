import { stringify } from "csv-stringify/sync";
import type { Cursor, Keyed, Page, RowCount } from "../../database/views/keyset.ts";

/** A page of a list in a response. */
export interface PageResult<Line extends Keyed> {
  readonly count: number;
  readonly countIsExact: boolean;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: Omit<Line, "key">[];
}

/** Combines a page and the row count of its list; keys become addresses of pages. */
export async function pageResult<Line extends Keyed>(
  page: Promise<Page<Line>>,
  rows: Promise<RowCount>,
  address: string,
): Promise<PageResult<Line>> {
  const [{ lines, next, previous }, { count, isExact }] = await Promise.all([page, rows]);
  return {
    count,
    countIsExact: isExact,
    next: next === null ? null : addressOf(address, "after", next),
    previous: previous === null ? null : addressOf(address, "before", previous),
    results: lines.map(({ key: _, ...line }) => line),
  };
}

/** Without a host, because behind a proxy only the client knows it. */
function addressOf(address: string, direction: "after" | "before", key: number): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete("after");
  searchParams.delete("before");
  searchParams.set(direction, String(key));
  return `${pathname}?${searchParams}`;
}

/** The number of rows that one query of a CSV file reads. */
const rowsPerQuery = 500;

/**
 * A whole list as CSV (RFC 4180) with a header line, one page after the other. Values that a
 * spreadsheet would interpret as formulas are escaped.
 */
export function csvOf<Line extends Keyed>(
  columns: readonly string[],
  list: (cursor: Cursor, limit: number) => Promise<Page<Line>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(csvLines(columns, list)).pipeThrough(new TextEncoderStream());
}

async function* csvLines<Line extends Keyed>(
  columns: readonly string[],
  list: (cursor: Cursor, limit: number) => Promise<Page<Line>>,
): AsyncGenerator<string> {
  yield stringify([[...columns]]);
  let after: number | undefined;
  do {
    const { lines, next }: Page<Line> = await list({ after }, rowsPerQuery);
    const rows = lines.map((line) => {
      const cells = new Map(Object.entries(line));
      return columns.map((name) => cellOf(cells.get(name)));
    });
    if (rows.length > 0) yield stringify(rows, { escape_formulas: true });
    after = next ?? undefined;
  } while (after !== undefined);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
