import type { BatchStatus, Stage } from "../../model/batch.ts";
import { batchCondition, type BatchFilter } from "../batches/batch_filter.ts";
import { isoTime, type Sql, type TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import type { DeliveryState } from "../../model/target.ts";
import {
  countRows,
  type Cursor,
  type Keyed,
  keyset,
  type Page,
  pageOf,
  type RowCount,
} from "./keyset.ts";

/** A Batch in a list; it has the code, never the name of the folder. */
export interface BatchLine extends Keyed {
  readonly code: string;
  readonly status: BatchStatus;
  readonly stage: Stage;
  readonly errorCode: string | null;
  readonly images: number;
  readonly series: number;
  readonly skipped: number;
  readonly heldBack: number;
  readonly bytes: number;
  readonly attempts: number;
  readonly modalities: readonly string[];
  /** Pseudonyms of its patients, at most five. */
  readonly pseudonyms: readonly string[];
  /** Its targets in the settings, and the states of its deliveries. */
  readonly targets: readonly BatchTarget[];
  /**
   * The version of the settings that its output was made with; null without one, or for older
   * Batches.
   */
  readonly projectVersion: number | null;
  /** The folder changed after the job. */
  readonly changed: boolean;
  /** A person has acknowledged it, and nothing new has happened to it since. */
  readonly acknowledged: boolean;
  readonly foundAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** The delivery of a Batch to a target. */
export interface BatchTarget {
  readonly target: string;
  readonly state: DeliveryState;
}

/** The orders of the list: by the time of the record, or with the largest first. */
export const batchOrders = ["newest", "oldest", "images", "size"] as const;

export type BatchOrder = typeof batchOrders[number];

/** A page of the Batches that match a filter. */
export async function listBatches(
  sql: Sql,
  filter: BatchFilter,
  cursor: Cursor,
  limit: number,
  by: BatchOrder = "newest",
): Promise<Page<BatchLine>> {
  const { condition, order } = by === "newest"
    ? keyset(sql, "id", cursor)
    : sorted(sql, cursor, by);
  const read = (run: Sql | TransactionSql): Promise<readonly BatchLine[]> =>
    run<BatchLine[]>`
      select ${batchColumns(sql)} from batch
      where ${batchCondition(sql, filter)} and ${condition}
      order by ${order} limit ${limit + 1}`.then((rows) => [...rows]);
  const rows = filter.modality === undefined ? await read(sql) : await withOwnPlan(sql, read);
  return pageOf(rows, limit, cursor);
}

/**
 * Some modalities are common and others rare, and each needs another plan. PostgreSQL would use one
 * plan for all of them, which reads every Batch of a common one.
 */
async function withOwnPlan<T>(
  sql: Sql,
  read: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  return await sql.begin(async (transaction) => {
    await transaction`set local plan_cache_mode = force_custom_plan`;
    return await read(transaction);
  });
}

/** The condition and the order of a page of a list that is not ordered by `id`, descending. */
function sorted(
  sql: Sql,
  { after, before }: Cursor,
  by: BatchOrder,
): { readonly condition: Statement; readonly order: Statement } {
  const column = by === "oldest" ? "id" : by === "images" ? "images" : "bytes";
  const ascends = (by === "oldest") !== (before !== undefined);
  const direction = ascends ? sql`asc` : sql`desc`;
  const order = sql`${sql(`batch.${column}`)} ${direction}, batch.id ${direction}`;
  const key = before ?? after;
  if (key === undefined) return { condition: sql`true`, order };
  const at = sql`(select ${sql(`other.${column}`)}, id from batch other where id = ${key})`;
  const place = sql`(${sql(`batch.${column}`)}, batch.id)`;
  return { condition: ascends ? sql`${place} > ${at}` : sql`${place} < ${at}`, order };
}

/** The columns of {@link BatchLine}. */
export function batchColumns(sql: Sql): Statement {
  return sql`id::float as key, code, status, stage, error_code as "errorCode", images, series,
    skipped, held_back as "heldBack", bytes::float as bytes, attempts,
    to_jsonb(modalities) as modalities, to_jsonb(pseudonyms) as pseudonyms,
    coalesce((select jsonb_agg(jsonb_build_object('target', target, 'state', state) order by target)
      from delivery where batch_id = batch.id and state <> 'closed'), '[]') as targets,
    project_version as "projectVersion",
    changed_at is not null as changed, acknowledged_at is not null as acknowledged,
    ${isoTime(sql, "found_at")} as "foundAt",
    ${isoTime(sql, "started_at")} as "startedAt", ${isoTime(sql, "finished_at")} as "finishedAt"`;
}

/** The number of Batches that match a filter. */
export async function countBatches(sql: Sql, filter: BatchFilter): Promise<RowCount> {
  return await countRows(sql, sql`from batch where ${batchCondition(sql, filter)}`);
}
