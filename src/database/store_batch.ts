import type { Sql, TransactionSql } from "./sql/sql.ts";
import { claimLost } from "./claim_lost.ts";
import { insertGateFindings, removeGateFindings } from "./gate_findings.ts";
import type { ImageRow, SkippedFile } from "./image_row.ts";
import { insertIdentities } from "./insert_identities.ts";
import { insertImages } from "./insert_images.ts";
import { insertSkippedFiles } from "./insert_skipped_files.ts";
import type { Claim } from "./renew_leases.ts";
import { excuseHeldBack, removeRows, requireImages } from "./require_images.ts";
import { withRetries } from "./with_retries.ts";

/** What a job found in its folder, in the order of the files; can be read more than once. */
export interface BatchContent {
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly skippedChunks: () => Iterable<readonly SkippedFile[]>;
  /** The folder's last modification when the job began to list it. */
  readonly modifiedMs: number;
  /** The folder as the job saw it. */
  readonly survey: string;
  readonly studyDates: number;
  readonly patients: number;
  /** Of the key of its pseudonyms. */
  readonly keyFingerprint: string;
}

/**
 * Replaces the rows of a Batch by those of its job, in one transaction that holds only while
 * the claim does, and moves it to stage `store`. An image whose SOPInstanceUID the database
 * has already, or an earlier file of the Batch, becomes a skipped file. Returns the numbers of
 * those files. Throws IntakeError LEASE_LOST, and IMAGES_GONE when the Batch had images that it would lose.
 */
export async function storeBatch(
  sql: Sql,
  held: Claim,
  content: BatchContent,
): Promise<ReadonlySet<number>> {
  return await withRetries(() =>
    sql.begin(async (transaction) => {
      const hasNewKey = await beginDelivery(transaction, held, content);
      const hadImages = await removeRows(transaction, held.id);
      await removeGateFindings(transaction, held.id);
      const duplicates = new Set<number>();
      for (const chunk of content.imageChunks()) {
        const inserted = await insertImages(transaction, held.id, chunk);
        await insertIdentities(transaction, chunk);
        await insertGateFindings(transaction, held.id, chunk);
        const left = chunk.filter((row) => !inserted.has(row.fileNumber));
        for (const { fileNumber } of left) duplicates.add(fileNumber);
        await insertSkippedFiles(transaction, held.id, left.map(asDuplicate));
      }
      for (const chunk of content.skippedChunks()) {
        await insertSkippedFiles(transaction, held.id, chunk);
        if (hadImages) await excuseHeldBack(transaction, held.id, chunk);
      }
      if (hadImages) await requireImages(transaction, held.id, hasNewKey);
      return duplicates;
    })
  );
}

/** Whether the rows that are there were made with another key. */
async function beginDelivery(
  sql: TransactionSql,
  { id, claim }: Claim,
  { modifiedMs, survey, studyDates, patients, keyFingerprint }: BatchContent,
): Promise<boolean> {
  const [begun] = await sql<{ hasNewKey: boolean }[]>`
    update batch set stage = 'store', study_dates = ${studyDates}, patients = ${patients},
      key_fingerprint = ${keyFingerprint}, new_key = false,
      project_version = batch.claim_version,
      folder_modified_at = ${new Date(modifiedMs)}, changed_at = null,
      folder_survey = ${survey}, look_again = false
    from batch before
    where batch.id = ${id} and batch.claim = ${claim} and batch.status = 'PROCESSING'
      and before.id = batch.id
    returning coalesce(before.key_fingerprint <> ${keyFingerprint}, false) as "hasNewKey"`;
  if (!begun) throw claimLost();
  return begun.hasNewKey;
}

function asDuplicate(row: ImageRow): SkippedFile {
  return {
    fileNumber: row.fileNumber,
    path: row.sourcePath,
    code: "DUPLICATE_INSTANCE",
    reason: "another file, of this Batch or another, has the same SOPInstanceUID",
  };
}
