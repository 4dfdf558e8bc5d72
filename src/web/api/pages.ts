import type { RowCount } from "../../database/count_rows.ts";
import type { Keyed, Page } from "../../database/keyset.ts";

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
