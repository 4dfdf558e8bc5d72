import type { Sql, TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { isConflicted, isFaulty } from "./attention.ts";
import { namedBy } from "./retry_batches.ts";
import { selected, type Selection } from "./retry_selected.ts";

/** Who has acknowledged Batches, and why. */
export interface Acknowledgement {
  readonly by: string;
  /** Written by a person: it must not contain patient data. */
  readonly note: string;
}

/** A Batch that was named, and whether its state has changed. */
export interface Acknowledged {
  readonly uid: string;
  readonly code: string;
  readonly isChanged: boolean;
}

/**
 * Acknowledges Batches by uid or code: they need no attention until something new happens to them.
 * Batches that need none, or were acknowledged already, are not changed. The audit trail of each
 * gets an event with the note.
 */
export async function acknowledgeBatches(
  sql: Sql,
  names: readonly string[],
  acknowledgement: Acknowledgement,
): Promise<Acknowledged[]> {
  return await sql.begin(async (transaction) => {
    const named = namedBy(transaction, names);
    const ids = await acknowledge(transaction, named, acknowledgement);
    return await namedBatches(transaction, named, ids);
  }) as Acknowledged[];
}

/** As {@link acknowledgeBatches}, for a selection. Returns the number of changed Batches. */
export async function acknowledgeSelected(
  sql: Sql,
  selection: Selection,
  acknowledgement: Acknowledgement,
): Promise<number> {
  return await sql.begin(async (transaction) => {
    const ids = await acknowledge(transaction, selected(transaction, selection), acknowledgement);
    return ids.length;
  }) as number;
}

/** The number of Batches of a selection that {@link acknowledgeSelected} would change. */
export async function countAcknowledgeable(sql: Sql, selection: Selection): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from batch
    where ${selected(sql, selection)} and ${canAcknowledge(sql)}`;
  return row?.count ?? 0;
}

/** Withdraws acknowledgements: the Batches need attention again. */
export async function withdrawAcknowledgement(
  sql: Sql,
  names: readonly string[],
  by: string,
): Promise<Acknowledged[]> {
  return await sql.begin(async (transaction) => {
    const named = namedBy(transaction, names);
    const rows = await transaction<{ id: number }[]>`
      update batch set acknowledged_at = null where ${named} and acknowledged_at is not null
      returning id::float`;
    const ids = rows.map(({ id }) => id);
    await record(transaction, ids, { code: "reopen", by, note: null });
    return await namedBatches(transaction, named, ids);
  }) as Acknowledged[];
}

async function namedBatches(
  sql: TransactionSql,
  named: Statement,
  changed: readonly number[],
): Promise<Acknowledged[]> {
  const rows = await sql<Acknowledged[]>`
    select uid, code, id = any(${[...changed]}) as "isChanged" from batch where ${named}
    order by id`;
  return [...rows];
}

async function acknowledge(
  sql: TransactionSql,
  condition: Statement,
  { by, note }: Acknowledgement,
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    update batch set acknowledged_at = clock_timestamp()
    where ${condition} and ${canAcknowledge(sql)} returning id::float`;
  const ids = rows.map(({ id }) => id);
  await record(sql, ids, { code: "acknowledge", by, note });
  return ids;
}

function canAcknowledge(sql: Sql | TransactionSql): Statement {
  return sql`acknowledged_at is null and (${isFaulty(sql)}
    or ${isConflicted(sql, sql`batch.id`)})`;
}

/** Adds an event to the audit trail of each Batch, and lets the pages read them again. */
async function record(
  sql: TransactionSql,
  ids: readonly number[],
  { code, by, note }: { readonly code: string; readonly by: string; readonly note: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into batch_event (batch_id, status, stage, claim, worker, code, note)
    select id, status, stage, claim, ${by}, ${code}, ${note} from batch
    where id = any(${[...ids]})`;
  await sql`select pg_notify('batch', 'acknowledged')`;
}
