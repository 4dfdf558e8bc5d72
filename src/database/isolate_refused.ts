import type { Executor } from "./executor.ts";
import { isRefused } from "./is_refused.ts";

/**
 * Runs a statement for all items at once. If PostgreSQL refuses a value, the items are bisected
 * until the refused ones are found; `onRefused` returns the answer for each of them, and the
 * statement succeeds for the others. In a transaction, refused attempts are rolled back to a
 * savepoint.
 */
export async function isolateRefused<Item, Answer>(
  sql: Executor,
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  onRefused: (item: Item) => Answer,
): Promise<Answer[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    return [...await sql.attempt(() => run(items))];
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (items.length === 1) return [onRefused(first)];
  }
  const middle = Math.ceil(items.length / 2);
  return [
    ...await isolateRefused(sql, items.slice(0, middle), run, onRefused),
    ...await isolateRefused(sql, items.slice(middle), run, onRefused),
  ];
}
