import type { Sql } from "../../../src/database/connect/sql.ts";

/**
 * Waits until as many Batches are DONE, by the catalogue: a process whose connection broke while
 * it committed a Batch's end does not know of that end, so its log may lack it.
 */
export async function allDone(sql: Sql, count: number): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    const [row] = await sql<{ done: number }[]>`
      select count(*)::int as done from batch where status = 'DONE'`;
    if (row && row.done >= count) reached.resolve();
  };
  const heard = (): void => void look().catch(reached.reject);
  const { unlisten } = await sql.listen("batch", heard, heard);
  await reached.promise;
  await unlisten();
}
