import type { Sql, TransactionSql } from "postgres";
import { claimLost } from "./claim_lost.ts";
import type { ImageRow, SkippedFile } from "./image_row.ts";
import { insertIdentities } from "./insert_identities.ts";
import { insertImages } from "./insert_images.ts";
import type { Claim } from "./renew_leases.ts";
import { withRetries } from "./with_retries.ts";

/** What a job found in its folder; the chunks can be read more than once. */
export interface BatchContent {
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly skippedChunks: () => Iterable<readonly SkippedFile[]>;
  /** The folder's last modification when the job began to list it. */
  readonly modifiedMs: number;
}

/**
 * Replaces a Batch's Image and skipped-file rows by those of this job, in one transaction
 * that holds only while the claim does, and computes the check of the whole Batch. Returns
 * the images that were left out because another Batch has the same SOPInstanceUID.
 * Throws IntakeError LEASE_LOST.
 */
export async function storeBatch(
  sql: Sql,
  held: Claim,
  content: BatchContent,
): Promise<ImageRow[]> {
  return await withRetries(() =>
    sql.begin(async (transaction) => {
      await fence(transaction, held, content.modifiedMs);
      await transaction`delete from image where batch_id = ${held.id}`;
      await transaction`delete from skipped_file where batch_id = ${held.id}`;
      await transaction`delete from identity.source_file where batch_id = ${held.id}`;
      const duplicates: ImageRow[] = [];
      for (const chunk of content.imageChunks()) {
        const inserted = await insertImages(transaction, held.id, chunk);
        await insertIdentities(transaction, chunk.map((row) => row.identity));
        duplicates.push(...chunk.filter((row) => !inserted.has(row.fileNumber)));
      }
      for (const chunk of content.skippedChunks()) await insertSkipped(transaction, held.id, chunk);
      await insertSkipped(transaction, held.id, duplicates.map(asSkipped));
      await summarise(transaction, held.id);
      return duplicates;
    })
  );
}

async function fence(sql: TransactionSql, held: Claim, modifiedMs: number): Promise<void> {
  const result = await sql`
    update batch set stage = 'deliver', folder_modified_at = ${new Date(modifiedMs)},
      changed_at = null
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'`;
  if (result.count !== 1) throw claimLost();
}

function asSkipped(row: ImageRow): SkippedFile {
  return {
    fileNumber: row.fileNumber,
    path: "",
    code: "DUPLICATE_INSTANCE",
    reason: "another Batch has an image with the same SOPInstanceUID",
  };
}

async function insertSkipped(
  sql: TransactionSql,
  batchId: number,
  skipped: readonly SkippedFile[],
): Promise<void> {
  if (skipped.length === 0) return;
  const rows = sql.json(skipped as never);
  await sql`
    insert into skipped_file (batch_id, file_number, code, reason)
    select ${batchId}, "fileNumber", code, reason
    from jsonb_to_recordset(${rows}) as r ("fileNumber" int, code text, reason text)`;
  await sql`
    insert into identity.source_file (batch_id, file_number, path)
    select ${batchId}, "fileNumber", path
    from jsonb_to_recordset(${rows}) as r ("fileNumber" int, path text) where path <> ''`;
}

/** The check a radiology department makes of a delivery: counts, gaps, mixtures. */
async function summarise(sql: TransactionSql, batchId: number): Promise<void> {
  await sql`
    with by_series as (
      select series_id, count(*) as images, sum(bytes) as bytes,
        greatest(max(instance_number) - min(instance_number) + 1 - count(distinct instance_number), 0)
          as gaps
      from image where batch_id = ${batchId} group by series_id
    ), found as (
      select coalesce(sum(by_series.images), 0) as images, count(*) as series,
        coalesce(sum(by_series.bytes), 0) as bytes, coalesce(sum(gaps), 0) as gaps,
        count(distinct study.study_date) as dates, count(distinct study.patient) as patients
      from by_series join series on series.id = series_id join study on study.id = series.study_id
    ), left_out as (
      select count(*) as files, bool_or(code <> 'HELD_BACK') as faulty
      from skipped_file where batch_id = ${batchId}
    )
    update batch set images = found.images, series = found.series, bytes = found.bytes,
      instance_gaps = found.gaps, study_dates = found.dates, patients = found.patients,
      skipped = left_out.files, has_error = coalesce(left_out.faulty, false)
    from found, left_out where batch.id = ${batchId}`;
}
