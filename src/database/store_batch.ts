import type { Sql, TransactionSql } from "./connect/sql.ts";
import { claimLost } from "./claim_lost.ts";
import { insertGateFindings, removeGateFindings } from "./gate_findings.ts";
import type { ImageRow, SkippedFile } from "../model/image.ts";
import { insertIdentities } from "./insert_identities.ts";
import { insertImages } from "./insert_images.ts";
import { asDuplicates, insertPaths } from "./duplicates.ts";
import { insertSkippedFiles } from "./insert_skipped_files.ts";
import { storedTime } from "./stored_time.ts";
import type { KnownPatient } from "./patients_of_studies.ts";
import { settleStudyPatients } from "./settle_study_patients.ts";
import type { Claim } from "../model/claim.ts";
import { excuseHeldBack, removeRows, requireImages } from "./require_images.ts";

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
  /** How many images needed a repair, by its code. */
  readonly repairs: Readonly<Record<string, number>>;
  /** The patients that studies had when the job looked; without it, nothing is compared. */
  readonly knownPatients?: ReadonlyMap<string, KnownPatient>;
  /** Of the key of its pseudonyms. */
  readonly keyFingerprint: string;
}

/**
 * Replaces the rows of a Batch by those of its job, in one transaction that holds only while
 * the claim does, and moves it to stage `store`. An image whose SOPInstanceUID the database
 * has already, or an earlier file of the Batch, becomes a skipped file. Returns the numbers of
 * those files. Throws IntakeError LEASE_LOST, STUDY_SHARED, and IMAGES_GONE when the Batch had images that it would lose.
 */
export async function storeBatch(
  sql: Sql,
  held: Claim,
  content: BatchContent,
): Promise<ReadonlySet<number>> {
  return await sql.begin(async (transaction) => {
    const { hasNewKey, hasRows } = await beginDelivery(transaction, held, content);
    const hadImages = hasRows && await removeOldRows(transaction, held.id);
    const [duplicates, others] = [new Set<number>(), new Set<number>()];
    for (const chunk of content.imageChunks()) {
      const inserted = await insertImages(transaction, held.id, chunk);
      await Promise.all([
        settleStudyPatients(transaction, held.id, chunk, content.knownPatients),
        insertIdentities(transaction, chunk),
        insertGateFindings(transaction, held.id, chunk),
      ]);
      const left = chunk.filter((row) => !inserted.has(row.fileNumber));
      for (const { fileNumber } of left) duplicates.add(fileNumber);
      const skipped = await asDuplicates(transaction, held.id, left);
      for (const { otherFile } of skipped) if (otherFile !== undefined) others.add(otherFile);
      await insertSkippedFiles(transaction, held.id, skipped);
    }
    await insertPaths(transaction, held.id, others, content.imageChunks);
    for (const chunk of content.skippedChunks()) {
      await insertSkippedFiles(transaction, held.id, chunk);
      if (hadImages) await excuseHeldBack(transaction, held.id, chunk);
    }
    if (hadImages) await requireImages(transaction, held.id, hasNewKey);
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
}

async function beginDelivery(
  sql: TransactionSql,
  { id, claim }: Claim,
  { modifiedMs, survey, studyDates, patients, repairs, keyFingerprint }: BatchContent,
): Promise<Stored> {
  const [begun] = await sql<Stored[]>`
    update batch set stage = 'store', study_dates = ${studyDates}, patients = ${patients},
      key_fingerprint = ${keyFingerprint}, new_key = false,
      project_version = batch.claim_version,
      folder_modified_at = ${storedTime(modifiedMs)}, changed_at = null,
      folder_survey = ${survey}, look_again = false, repairs = ${sql.json(repairs)}
    from batch before
    where batch.id = ${id} and batch.claim = ${claim} and batch.status = 'PROCESSING'
      and before.id = batch.id
    returning coalesce(before.key_fingerprint <> ${keyFingerprint}, false) as "hasNewKey",
      exists (select from image where batch_id = batch.id)
        or exists (select from skipped_file where batch_id = batch.id) as "hasRows"`;
  if (!begun) throw claimLost();
  return begun;
}
