import type { Executor } from "./executor.ts";
import { isRefused } from "./is_refused.ts";

/**
 * Runs a statement for all items at once. If PostgreSQL refuses a value, the items are divided until
 * the ones that it refuses are found: `onRefused` answers for each of those, and the others are not
 * held up. In a transaction, what was refused is undone and the transaction goes on.
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
