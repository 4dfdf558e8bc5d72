import type { Claim } from "../../model/batch.ts";
import type { ManifestImage } from "../../model/delivery.ts";
import type { BatchContent, ImageRow } from "../../model/image.ts";
import { storedTime } from "../batches/record_folders.ts";
import { claimLost } from "../batches/renew_leases.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import {
  type NumberedReview,
  replaceReviews,
  reviewedFiles,
  reviewedImages,
} from "../review/reviewed_rows.ts";
import { insertIdentities, insertImages } from "./insert_images.ts";
import { asDuplicates, insertPaths, insertSkippedFiles } from "./insert_skipped_files.ts";
import { settleStudyPatients } from "./patients_of_studies.ts";
import { allowHeldBack, removeRows, requireImages } from "./require_images.ts";

/**
 * Replaces the rows of a Batch with those of its job, in one transaction that requires the latest
 * claim, and sets stage `store`. An image whose SOPInstanceUID the database already has, or an
 * earlier file of the Batch, becomes a skipped file. Returns the numbers of these files. Throws
 * IntakeError LEASE_LOST, STUDY_SHARED, and those of {@link requireImages}.
 */
export async function storeBatch(
  sql: Sql,
  claimed: Claim,
  content: BatchContent,
): Promise<ReadonlySet<number>> {
  return await sql.begin(async (transaction) => {
    const { hasNewKey, hasRows, hasReview } = await startStoring(transaction, claimed, content);
    const hadImages = hasRows && await removeOldRows(transaction, claimed.id);
    const [duplicates, others] = [new Set<number>(), new Set<number>()];
    const reviewed: NumberedReview[] = [];
    for (const chunk of content.imageChunks()) {
      const [inserted] = await Promise.all([ // pipelined: the server runs them in this order
        insertImages(transaction, claimed.id, chunk),
        settleStudyPatients(transaction, claimed.id, chunk, content.knownPatients),
        insertIdentities(transaction, chunk),
        insertGateFindings(transaction, claimed.id, chunk),
      ]);
      for (const one of reviewedImages(chunk)) reviewed.push(one);
      const left = chunk.filter((row) => !inserted.has(row.fileNumber));
      for (const { fileNumber } of left) duplicates.add(fileNumber);
      const skipped = await asDuplicates(transaction, claimed.id, left);
      for (const { otherFile } of skipped) if (otherFile !== undefined) others.add(otherFile);
      await insertSkippedFiles(transaction, claimed.id, skipped);
    }
    await insertPaths(transaction, claimed.id, others, content.imageChunks);
    for (const chunk of content.skippedChunks()) {
      await insertSkippedFiles(transaction, claimed.id, chunk);
      for (const one of reviewedFiles(chunk)) reviewed.push(one);
      if (hadImages) await allowHeldBack(transaction, claimed.id, chunk);
    }
    if (hasReview || reviewed.length > 0) {
      await replaceReviews(transaction, claimed.id, reviewed);
    }
    if (hadImages) await requireImages(transaction, claimed.id, hasNewKey);
    return duplicates;
  });
}

/** Removes the rows of an earlier job; returns whether there were images among them. */
async function removeOldRows(sql: TransactionSql, batchId: number): Promise<boolean> {
  const [hadImages] = await Promise.all([
    removeRows(sql, batchId),
    removeGateFindings(sql, batchId),
  ]);
  return hadImages;
}

/** What an earlier job has stored for the Batch. */
interface Stored {
  readonly hasRows: boolean;
  /** Whether these rows were made with another key. */
  readonly hasNewKey: boolean;
  /** Whether a person decides, or has decided, about some of its files. */
  readonly hasReview: boolean;
}

/** Sets the stage and the columns of the Batch. Throws IntakeError LEASE_LOST. */
async function startStoring(
  sql: TransactionSql,
  { id, claim }: Claim,
  { modifiedMs, survey, studyDates, patients, repairs, keyFingerprint }: BatchContent,
): Promise<Stored> {
  const [earlier] = await sql<Stored[]>`
    update batch set stage = 'store', reviewing = false, study_dates = ${studyDates}, patients = ${patients},
      key_fingerprint = ${keyFingerprint}, new_key = false,
      project_version = batch.claim_version,
      folder_modified_at = ${storedTime(modifiedMs)}, changed_at = null,
      folder_survey = ${survey}, look_again = false, repairs = ${sql.json(repairs)}
    from batch before
    where batch.id = ${id} and batch.claim = ${claim} and batch.status = 'PROCESSING'
      and before.id = batch.id
    returning coalesce(before.key_fingerprint <> ${keyFingerprint}, false) as "hasNewKey",
      exists (select from image where batch_id = batch.id)
        or exists (select from skipped_file where batch_id = batch.id) as "hasRows",
      exists (select from review_image where batch_id = batch.id) as "hasReview"`;
  if (!earlier) throw claimLost();
  return earlier;
}

/** Records the findings in images that are delivered in spite of them (GATE=warn). */
export async function insertGateFindings(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
): Promise<void> {
  const found = rows.flatMap(({ fileNumber, findings }) =>
    findings === null ? [] : [{ fileNumber, findings }]
  );
  if (found.length === 0) return;
  await sql`
    insert into gate_finding (batch_id, file_number, findings)
    select ${batchId}, "fileNumber", findings
    from jsonb_to_recordset(${sql.json(found)}) as r ("fileNumber" int, findings text)`;
}

/** Removes the findings of an earlier job of a Batch. */
async function removeGateFindings(
  sql: Sql | TransactionSql,
  batchId: number,
): Promise<void> {
  await sql`delete from gate_finding where batch_id = ${batchId}`;
}

/** The number of images that a Batch has in the catalogue. */
export async function countStored(sql: Sql, { id }: Pick<Claim, "id">): Promise<number> {
  const [row] = await sql<{ images: number }[]>`
    select count(*)::int as images from image where batch_id = ${id}`;
  return row?.images ?? 0;
}

/** Whether a Batch has all of these images in the catalogue with the same content. */
export async function areStored(
  sql: Sql,
  { id }: Pick<Claim, "id">,
  images: readonly ManifestImage[],
): Promise<boolean> {
  const wanted = images.map(({ SOPInstanceUID, sha256 }) => ({ SOPInstanceUID, sha256 }));
  const found = await sql`
    select from jsonb_to_recordset(${sql.json(wanted)}) as m ("SOPInstanceUID" text, sha256 text)
    join image i on i.batch_id = ${id} and i.sop_instance_uid = m."SOPInstanceUID"
      and coalesce(i.sha256, m.sha256) = m.sha256`; // rows of old versions have no digest
  return found.count === images.length;
}
