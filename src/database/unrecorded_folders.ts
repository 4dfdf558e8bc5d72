import { isolateRefused } from "./isolate_refused.ts";
import type { Executor } from "./executor.ts";

/**
 * Those of these folder names that have no Batch, or one that is ERROR because its folder was gone.
 */
export async function unrecordedFolders(
  sql: Executor,
  uids: readonly string[],
): Promise<Set<string>> {
  const unknown = await isolateRefused(
    sql,
    uids,
    async (some) => {
      const rows = await sql<{ uid: string }[]>`
        select uid from unnest(${some as string[]}::text[]) as seen (uid)
        where not exists (
          select from batch b where b.uid = seen.uid and b.error_code is distinct from 'FOLDER_GONE'
        )`;
      return rows.map((row) => row.uid);
    },
    (uid) => uid, // a name that PostgreSQL refuses cannot be recorded
  );
  return new Set(unknown);
}
