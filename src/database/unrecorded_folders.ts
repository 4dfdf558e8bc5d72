import { isolateRefused } from "./isolate_refused.ts";
import type { Executor } from "./executor.ts";

/** Of these folder names, the ones that are no Batch yet, or one whose folder had been gone. */
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
    (uid) => uid, // a name that PostgreSQL refuses is no Batch
  );
  return new Set(unknown);
}
