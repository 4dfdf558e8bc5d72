import type { Sql } from "./connect/sql.ts";

/** Whether a Batch of the cached queue waits or is being processed, in any process. */
export async function isQueueOpen(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`
    select exists (
      select from batch where origin = 'QUEUE' and status in ('QUEUE', 'PROCESSING')
    ) as open`;
  return row?.open ?? false;
}
