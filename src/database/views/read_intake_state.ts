import { type BatchStatus, batchStatuses, type Stage } from "../../model/batch.ts";
import { type ProjectVersion, readProject } from "../batches/project.ts";
import { needsAttention } from "../batches/attention.ts";
import { countWorkers } from "../batches/workers.ts";
import type { Sql } from "../connect/sql.ts";
import { countWaiting, type WaitingCount } from "../review/list_waiting.ts";
import { readTargets, type TargetState } from "./read_targets.ts";

/** The state of the whole intake, as `status` shows it. */
export interface IntakeState {
  readonly batches: Readonly<Record<BatchStatus, number>>;
  readonly images: number;
  /** Batches that failed or skipped files; acknowledged ones do not count here, nor below. */
  readonly withErrors: number;
  /** The number of Batches that `errors` shows. */
  readonly attention: number;
  /** The number of failed Batches among them. */
  readonly failed: number;
  /** The number of Batches that a person has acknowledged. */
  readonly acknowledged: number;
  /** The number of skipped files without images that rules held back. */
  readonly skipped: number;
  /** The number of images that rules held back. */
  readonly heldBack: number;
  /** The images that wait for a person. */
  readonly review: WaitingCount;
  /** The number of folders that changed after their job. */
  readonly changed: number;
  readonly conflicts: number;
  readonly today: { readonly batches: number; readonly images: number; readonly bytes: number };
  readonly oldestWaitingSeconds: number | null;
  readonly inWork: readonly RunningBatch[];
  /** The number of processes, on any machine, that process Batches. */
  readonly workers: number;
  readonly targets: readonly TargetState[];
  /** The settings in force; null before the first process has started. */
  readonly project: ProjectInForce | null;
}

/** The version of the settings in force, and a process that was refused because it has others. */
export type ProjectInForce = Pick<
  ProjectVersion,
  "version" | "fingerprint" | "acceptedAt" | "refusedWorker" | "refusedSettings" | "refusedAt"
>;

/** A Batch that is being processed. */
export interface RunningBatch {
  readonly batch: string;
  readonly stage: Stage;
  readonly worker: string;
  readonly seconds: number;
  readonly leaseSeconds: number;
  /** The version of the settings it is processed with. */
  readonly projectVersion: number | null;
}

interface StatusTotal {
  readonly status: BatchStatus;
  readonly count: number;
  readonly images: number;
  readonly heldBack: number;
  readonly skipped: number;
}

/** Reads the state of the intake: counts by status, today's throughput, Batches being processed. */
export async function readIntakeState(sql: Sql): Promise<IntakeState> {
  const [counts, totals, inWork, workers, project, targets, review] = await Promise.all([
    // one status after the other, so that the planner uses an index-only scan
    sql<StatusTotal[]>`
      select status, count, images, "heldBack", skipped
      from unnest(${[...batchStatuses]}::text[]) listed (status) cross join lateral (
        select count(*)::int as count, coalesce(sum(images), 0)::float as images,
          coalesce(sum(held_back), 0)::float as "heldBack",
          coalesce(sum(skipped - held_back), 0)::float as skipped
        from batch where batch.status = listed.status
      ) total`,
    sql<
      Omit<
        IntakeState,
        | "batches"
        | "images"
        | "heldBack"
        | "skipped"
        | "inWork"
        | "today"
        | "workers"
        | "project"
        | "targets"
        | "review"
      >[]
    >`
      select (count(*) filter (where has_error or status = 'ERROR'))::int as "withErrors",
        count(*)::int as attention,
        (count(*) filter (where status = 'ERROR'))::int as failed,
        (count(*) filter (where changed_at is not null))::int as changed,
        (select count(*) from batch b where b.acknowledged_at is not null)::int as acknowledged,
        (select count(*) from folder_conflict join batch b on b.id = batch_id
          where b.acknowledged_at is null)::int as conflicts,
        (select extract(epoch from clock_timestamp() - min(found_at)) from batch
          where status in ('NEW', 'QUEUE'))::float as "oldestWaitingSeconds"
      from batch where ${needsAttention(sql)}`,
    sql<RunningBatch[]>`
      select code as batch, stage, claimed_by as worker,
        extract(epoch from clock_timestamp() - claimed_at)::float as seconds,
        extract(epoch from lease_until - clock_timestamp())::float as "leaseSeconds",
        claim_version as "projectVersion"
      from batch where status = 'PROCESSING' order by claimed_at limit 50`,
    countWorkers(sql),
    projectInForce(sql),
    readTargets(sql),
    countWaiting(sql),
  ]);
  const [today] = await sql<{ batches: number; images: number; bytes: number }[]>`
    select count(*)::int as batches, coalesce(sum(images), 0)::float as images,
      coalesce(sum(bytes), 0)::float as bytes
    from batch where finished_at >= date_trunc('day', now(), 'UTC') and status in ('DONE', 'EMPTY', 'REVIEW')`;
  const batches = noBatches();
  let [images, heldBack, skipped] = [0, 0, 0];
  for (const total of counts) {
    batches[total.status] = total.count;
    images += total.images;
    heldBack += total.heldBack;
    skipped += total.skipped;
  }
  const [total] = totals;
  if (!total || !today) throw new TypeError("an aggregate gave no row");
  const sums = { batches, images, heldBack, skipped, ...total, today };
  return { ...sums, inWork, workers, project, targets, review };
}

function noBatches(): Record<BatchStatus, number> {
  return { NEW: 0, QUEUE: 0, PROCESSING: 0, DELIVERING: 0, DONE: 0, EMPTY: 0, REVIEW: 0, ERROR: 0 };
}

async function projectInForce(sql: Sql): Promise<ProjectInForce | null> {
  const found = await readProject(sql, "default");
  if (!found) return null;
  const { version, fingerprint, acceptedAt, refusedWorker, refusedSettings, refusedAt } = found;
  return { version, fingerprint, acceptedAt, refusedWorker, refusedSettings, refusedAt };
}

/** The work that was finished in an hour or a day. */
export interface Throughput {
  /** The start of the hour or day, as ISO 8601 in UTC. */
  readonly start: string;
  readonly batches: number;
  readonly images: number;
  readonly bytes: number;
  readonly errors: number;
}

/**
 * The work that was finished in each of the last `count` hours or days, oldest first, including
 * empty ones. Days start at midnight in a time zone (IANA name).
 */
export async function readThroughput(
  sql: Sql,
  unit: "hour" | "day",
  count: number,
  zone: string,
): Promise<Throughput[]> {
  const step = `1 ${unit}`;
  const rows = await sql<Throughput[]>`
    with latest as (select date_trunc(${unit}, now() at time zone ${zone}) as at),
    bucket as (
      select at at time zone ${zone} as since, (at + ${step}::interval) at time zone ${zone} as until
      from (select generate_series(at - ${
    count - 1
  } * ${step}::interval, at, ${step}::interval) as at
        from latest) local
    )
    select to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start,
      batches, images, bytes, errors
    from bucket cross join lateral (
      select count(*)::int as batches, coalesce(sum(images), 0)::float as images,
        coalesce(sum(bytes), 0)::float as bytes,
        (count(*) filter (where status = 'ERROR'))::int as errors
      from batch where finished_at >= since and finished_at < until
    ) ended
    order by since`;
  return [...rows];
}
