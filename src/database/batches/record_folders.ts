import type { Origin } from "../../model/batch.ts";
import { isRefused } from "../connect/server_error.ts";
import type { Executor, Sql } from "../connect/sql.ts";

/** A finished folder as it was found, and the pseudonymous code of its Batch. */
export interface FoundFolder {
  readonly uid: string;
  readonly code: string;
  readonly base: string;
  readonly modifiedMs: number;
  readonly settled: boolean;
}

/** The result for one of the folders that were passed to {@link recordFolders}. */
export interface Recorded {
  readonly code: string;
  /**
   * `added` and `returned`: waits for a claim. `changed`: waits for a person. `conflict`: another
   * inbox has a Batch of this name. `refused`: PostgreSQL cannot store the name or another value.
   */
  readonly what: "added" | "returned" | "changed" | "conflict" | "refused";
}

/**
 * Records any number of folders as Batches in one statement; a folder that PostgreSQL refuses does
 * not affect the others. An unchanged recorded folder causes no write and is not part of the
 * result. A Batch that is ERROR because its folder did not exist, or was incomplete and has changed
 * since, waits again. A folder that changed after its job is marked. A folder whose Batch belongs
 * to another inbox is a conflict.
 */
export async function recordFolders(
  sql: Executor,
  folders: readonly FoundFolder[],
  origin: Origin,
): Promise<Recorded[]> {
  return await isolateRefused(
    sql,
    folders,
    (some) => recordTogether(sql, some, origin),
    ({ code }): Recorded => ({ code, what: "refused" }),
  );
}

async function recordTogether(
  sql: Executor,
  folders: readonly FoundFolder[],
  origin: Origin,
): Promise<Recorded[]> {
  const seen = folders.map((f) => ({
    uid: f.uid,
    code: f.code,
    base: f.base,
    settled: f.settled,
    modified_at: storedTime(f.modifiedMs).toISOString(),
  }));
  const rows = await sql<Recorded[]>`
    with seen as (
      select distinct on (uid) * from jsonb_to_recordset(${sql.json(seen)})
        as s (uid text, code text, base text, settled boolean, modified_at timestamptz)
      order by uid, settled desc
    ), added as (
      insert into batch (uid, code, base, origin, status, settled, folder_modified_at)
      select uid, code, base, ${origin}, ${origin}, settled, modified_at from seen s
      where not exists (select from batch b where b.uid = s.uid)
      order by modified_at, uid
      on conflict do nothing
      returning code
    ), returned as (
      update batch b set status = origin, error_code = null, error_reason = null,
        has_error = false, attempts = 0, charged_claims = '{}', settled = s.settled, not_before = now(), finished_at = null,
        stage = 'waiting', folder_modified_at =
          case when b.source_gone then b.folder_modified_at else s.modified_at end
      from seen s
      where b.uid = s.uid and b.base = s.base and b.status = 'ERROR'
        and (b.error_code = 'FOLDER_GONE'
          or (b.error_code = 'INCOMPLETE' and b.folder_modified_at <> s.modified_at))
      returning b.code
    ), settled as (
      update batch b set settled = true, not_before = now() from seen s
      where b.uid = s.uid and b.base = s.base and s.settled and not b.settled
        and b.status in ('NEW', 'QUEUE', 'PROCESSING')
      returning pg_notify('batch', b.status)
    ), changed as (
      update batch b set changed_at = now(), changed_to = s.modified_at from seen s
      where b.uid = s.uid and b.base = s.base
        and b.status in ('DELIVERING', 'DONE', 'EMPTY', 'REVIEW', 'ERROR')
        and coalesce(b.error_code, '') not in ('FOLDER_GONE', 'INCOMPLETE')
        and b.folder_modified_at <> s.modified_at
        and (b.changed_at is null
          or (b.acknowledged_at is not null and b.changed_to is distinct from s.modified_at))
      returning b.code
    ), conflict as (
      insert into folder_conflict (batch_id, base)
      select b.id, s.base from seen s join batch b on b.uid = s.uid and b.base <> s.base
      where not exists (select from folder_conflict c where c.batch_id = b.id and c.base = s.base)
      on conflict do nothing
      returning (select code from batch where id = batch_id)
    )
    select code, 'added' as what from added
    union all select code, 'returned' from returned
    union all select code, 'changed' from changed
    union all select code, 'conflict' from conflict
    union all select null, null from settled where false`;
  return [...rows];
}

/**
 * The folders of an inbox that do not match what their senders announced; every scan examines them
 * again.
 */
export async function incompleteFolders(sql: Sql, base: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ uid: string }[]>`
    select uid from batch
    where status = 'ERROR' and error_code = 'INCOMPLETE' and base = ${base}`;
  return new Set(rows.map(({ uid }) => uid));
}

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

const earliestMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-31T00:00:00Z");

/**
 * A file's time as the database stores it. Some file systems have times outside the years 1 to
 * 9999; these are replaced by the nearest bound.
 */
export function storedTime(ms: number): Date {
  if (Number.isNaN(ms)) return new Date(0);
  return new Date(Math.min(Math.max(ms, earliestMs), latestMs));
}
