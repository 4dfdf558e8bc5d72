import type { RowCount } from "../../database/count_rows.ts";
import type { Keyed, Page } from "../../database/keyset.ts";

/** A page as the API gives it. */
export interface PageResult<Line extends Keyed> {
  readonly count: number;
  readonly countIsExact: boolean;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: Omit<Line, "key">[];
}

/** Turns a page and how many rows its list has into what the API gives: keys become addresses. */
export async function pageResult<Line extends Keyed>(
  page: Promise<Page<Line>>,
  rows: Promise<RowCount>,
  address: string,
): Promise<PageResult<Line>> {
  const [{ lines, next, previous }, { count, isExact }] = await Promise.all([page, rows]);
  return {
    count,
    countIsExact: isExact,
    next: next === null ? null : turned(address, "after", next),
    previous: previous === null ? null : turned(address, "before", previous),
    results: lines.map(({ key: _, ...line }) => line),
  };
}

/** Without host: behind a proxy only the client knows by which name it came. */
function turned(address: string, direction: "after" | "before", key: number): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete("after");
  searchParams.delete("before");
  searchParams.set(direction, String(key));
  return `${pathname}?${searchParams}`;
}
