import type { Sql } from "postgres";
import type { BatchStatus } from "./batch_status.ts";

/** The state of the whole intake, as `status` shows it. */
export interface IntakeState {
  readonly batches: Readonly<Record<BatchStatus, number>>;
  readonly images: number;
  readonly withErrors: number;
  /** Images that rules held back. */
  readonly heldBack: number;
  /** Folders that changed after their job. */
  readonly changed: number;
  readonly conflicts: number;
  readonly today: { readonly batches: number; readonly images: number; readonly bytes: number };
  readonly oldestWaitingSeconds: number | null;
  readonly inWork: readonly InWork[];
}

export interface InWork {
  readonly batch: string;
  readonly stage: string;
  readonly worker: string;
  readonly seconds: number;
  readonly leaseSeconds: number;
}

/** Reads the state of the intake: counts by status, today's throughput, what is in work. */
export async function readIntakeState(sql: Sql): Promise<IntakeState> {
  const [counts, totals, inWork] = await Promise.all([
    sql<{ status: BatchStatus; count: number }[]>`
      select status, count(*)::int as count from batch group by status`,
    sql<Omit<IntakeState, "batches" | "inWork" | "today">[]>`
      select (select coalesce(sum(images), 0) from batch)::float as images,
        (select coalesce(sum(held_back), 0) from batch)::float as "heldBack",
        (select count(*) from batch where has_error or status = 'ERROR')::int as "withErrors",
        (select count(*) from batch where changed_at is not null)::int as changed,
        (select count(*) from folder_conflict)::int as conflicts,
        (select extract(epoch from clock_timestamp() - min(found_at)) from batch
          where status in ('NEW', 'QUEUE'))::float as "oldestWaitingSeconds"`,
    sql<InWork[]>`
      select code as batch, stage, claimed_by as worker,
        extract(epoch from clock_timestamp() - started_at)::float as seconds,
        extract(epoch from lease_until - clock_timestamp())::float as "leaseSeconds"
      from batch where status = 'PROCESSING' order by started_at limit 50`,
  ]);
  const [today] = await sql<{ batches: number; images: number; bytes: number }[]>`
    select count(*)::int as batches, coalesce(sum(images), 0)::float as images,
      coalesce(sum(bytes), 0)::float as bytes
    from batch where finished_at >= date_trunc('day', now()) and status in ('DONE', 'EMPTY')`;
  const batches = { NEW: 0, QUEUE: 0, PROCESSING: 0, DONE: 0, EMPTY: 0, ERROR: 0 };
  for (const { status, count } of counts) batches[status] = count;
  const [total] = totals;
  if (!total || !today) throw new TypeError("an aggregate gave no row");
  return { batches, ...total, today, inWork };
}
