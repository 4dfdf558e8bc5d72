import type { Sql, TransactionSql } from "postgres";
import { claimLost } from "./claim_lost.ts";
import type { ImageRow, SkippedFile } from "./image_row.ts";
import { insertImages } from "./insert_images.ts";
import { insertSkippedFiles } from "./insert_skipped_files.ts";
import type { Claim } from "./renew_leases.ts";
import { withRetries } from "./with_retries.ts";

/** What a job found in its folder; the chunks can be read more than once. */
export interface BatchContent {
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly skippedChunks: () => Iterable<readonly SkippedFile[]>;
  /** The folder's last modification when the job began to list it. */
  readonly modifiedMs: number;
  readonly studyDates: number;
  readonly patients: number;
  /** How long each stage took. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** How a job ended. */
export interface CompletedBatch {
  readonly status: "DONE" | "EMPTY";
  /** Some file was left out as unreadable or conflicting. */
  readonly hasError: boolean;
  readonly images: number;
  readonly skipped: number;
}

/**
 * Ends a job: replaces the rows of its Batch by those of this job, checks the Batch as a
 * whole and makes it DONE, or EMPTY when no image passed; all in one transaction that holds
 * only while the claim does. An image whose SOPInstanceUID the database has already becomes
 * a skipped file. Throws IntakeError LEASE_LOST.
 */
export async function completeBatch(
  sql: Sql,
  held: Claim,
  content: BatchContent,
): Promise<CompletedBatch> {
  return await withRetries(() =>
    sql.begin(async (transaction) => {
      await requireClaim(transaction, held);
      await removeRows(transaction, held.id);
      for (const chunk of content.imageChunks()) {
        const inserted = await insertImages(transaction, held.id, chunk);
        const left = chunk.filter((row) => !inserted.has(row.fileNumber));
        await insertSkippedFiles(transaction, held.id, left.map(asDuplicate));
      }
      for (const chunk of content.skippedChunks()) {
        await insertSkippedFiles(transaction, held.id, chunk);
      }
      return await finish(transaction, held.id, content);
    })
  );
}

async function requireClaim(sql: TransactionSql, { id, claim }: Claim): Promise<void> {
  const result = await sql`
    select from batch where id = ${id} and claim = ${claim} and status = 'PROCESSING' for update`;
  if (result.count !== 1) throw claimLost();
}

async function removeRows(sql: TransactionSql, batchId: number): Promise<void> {
  await sql`
    with images as (delete from image where batch_id = ${batchId}),
      paths as (delete from identity.source_file where batch_id = ${batchId})
    delete from skipped_file where batch_id = ${batchId}`;
}

function asDuplicate(row: ImageRow): SkippedFile {
  return {
    fileNumber: row.fileNumber,
    path: row.sourcePath,
    code: "DUPLICATE_INSTANCE",
    reason: "another file, of this Batch or another, has the same SOPInstanceUID",
  };
}

/** The check a radiology department makes of a delivery: counts, gaps, mixtures. */
async function finish(
  sql: TransactionSql,
  batchId: number,
  { modifiedMs, studyDates, patients, seconds }: BatchContent,
): Promise<CompletedBatch> {
  const [completed] = await sql<CompletedBatch[]>`
    with by_series as (
      select series_id, count(*) as images, sum(bytes) as bytes,
        greatest(max(instance_number) - min(instance_number) + 1 - count(distinct instance_number), 0)
          as gaps
      from image where batch_id = ${batchId} group by series_id
    ), found as (
      select coalesce(sum(images), 0) as images, count(*) as series,
        coalesce(sum(bytes), 0) as bytes, coalesce(sum(gaps), 0) as gaps
      from by_series
    ), left_out as (
      select count(*) as files from skipped_file where batch_id = ${batchId}
    )
    update batch set status = case when found.images > 0 then 'DONE' else 'EMPTY' end,
      stage = 'finished', error_code = null, error_reason = null, lease_until = null,
      images = found.images, series = found.series, bytes = found.bytes,
      instance_gaps = found.gaps, study_dates = ${studyDates}, patients = ${patients},
      skipped = left_out.files, has_error = left_out.files > 0, seconds = ${sql.json(seconds)},
      folder_modified_at = ${new Date(modifiedMs)}, changed_at = null,
      finished_at = clock_timestamp()
    from found, left_out where batch.id = ${batchId}
    returning status, has_error as "hasError", batch.images, batch.skipped`;
  if (!completed) throw claimLost();
  return completed;
}
