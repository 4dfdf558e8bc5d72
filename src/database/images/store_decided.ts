import type { Claim } from "../../model/batch.ts";
import type { DecidedContent, SkippedFile } from "../../model/image.ts";
import { claimLost } from "../batches/renew_leases.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import { waitAgain } from "../review/reviewed_rows.ts";
import { insertIdentities, insertImages } from "./insert_images.ts";
import { asDuplicates } from "./insert_skipped_files.ts";
import { noBatch, settleStudyPatients } from "./patients_of_studies.ts";
import { insertGateFindings } from "./store_batch.ts";

/**
 * Replaces the rows of the files of a Batch about which a person has decided, in one transaction
 * that requires the latest claim, and sets stage `store`. The rows of all other files stay as they
 * are. A file that did not become an image, and was not rejected, waits again. Returns the numbers
 * of the files that are duplicates. Throws IntakeError LEASE_LOST, STUDY_SHARED.
 */
export async function storeDecided(
  sql: Sql,
  { id, claim }: Claim,
  { files, imageChunks, skippedChunks, knownPatients }: DecidedContent,
): Promise<ReadonlySet<number>> {
  return await sql.begin(async (transaction) => {
    const held = await transaction`
      update batch set stage = 'store', project_version = claim_version
      where id = ${id} and claim = ${claim} and status = 'PROCESSING'`;
    if (held.count !== 1) throw claimLost();
    await removeFiles(transaction, id, files);
    const duplicates = new Set<number>();
    for (const chunk of imageChunks()) {
      const inserted = await insertImages(transaction, id, chunk);
      // the other images of the Batch are stored, so that their patient is kept
      await settleStudyPatients(transaction, noBatch, chunk, knownPatients);
      await insertIdentities(transaction, chunk);
      await insertGateFindings(transaction, id, chunk);
      const left = chunk.filter((row) => !inserted.has(row.fileNumber));
      for (const { fileNumber } of left) duplicates.add(fileNumber);
      await insertSkipped(transaction, id, await asDuplicates(transaction, id, left));
    }
    for (const chunk of skippedChunks()) {
      await insertSkipped(transaction, id, chunk);
      await waitAgain(transaction, id, chunk.filter(({ code }) => code !== "REJECTED"));
    }
    return duplicates;
  });
}

/** Removes what is stored about files, except for their paths. */
async function removeFiles(
  sql: TransactionSql,
  batchId: number,
  files: readonly number[],
): Promise<void> {
  const numbers = [...files];
  await sql`delete from image where batch_id = ${batchId} and file_number = any(${numbers})`;
  await sql`delete from gate_finding where batch_id = ${batchId} and file_number = any(${numbers})`;
  await sql`delete from skipped_file where batch_id = ${batchId} and file_number = any(${numbers})`;
}

async function insertSkipped(
  sql: TransactionSql,
  batchId: number,
  skipped: readonly SkippedFile[],
): Promise<void> {
  if (skipped.length === 0) return;
  await sql`
    insert into skipped_file (batch_id, file_number, code, reason, rule_group, rule,
      other_batch_id, other_file)
    select ${batchId}, "fileNumber", code, reason, "group", rule, "otherBatchId", "otherFile"
    from jsonb_to_recordset(${sql.json(skipped.map((file) => ({ ...file })))})
      as r ("fileNumber" int, code text, reason text, "group" text, rule text,
        "otherBatchId" bigint, "otherFile" int)`;
}
