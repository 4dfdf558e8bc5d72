import assert from "node:assert/strict";
import { claimBatches, type ClaimRequest } from "../../../src/database/batches/claim_batches.ts";
import { finishBatch } from "../../../src/database/batches/finish_batch.ts";
import { recordFolders } from "../../../src/database/batches/record_folders.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import type { Claim, FinishedBatch, Origin } from "../../../src/model/batch.ts";
import type { BatchContent, ImageRow, SkippedFile } from "../../../src/model/image.ts";

export const request: ClaimRequest = {
  worker: "test:1",
  origin: "NEW",
  leaseSeconds: 60,
  maxAttempts: 3,
  preferBases: [],
  room: { output: Infinity, state: Infinity },
  starvingSeconds: 30,
};

/** Records waiting Batches by name. */
export async function waiting(
  sql: Sql,
  uids: readonly string[],
  origin: Origin = "NEW",
  base = "/in",
): Promise<void> {
  const folders = uids.map((uid, age) => (
    { uid, code: `B-${uid}`, base, modifiedMs: 1000 + age, settled: true }
  ));
  await recordFolders(sql, folders, origin);
}

/** The content of a Batch as a job would give it. */
export function content(
  images: readonly ImageRow[],
  skipped: readonly SkippedFile[] = [],
  modifiedMs = 1000,
): BatchContent {
  return {
    imageChunks: () => [images],
    skippedChunks: () => [skipped],
    modifiedMs,
    survey: "2 1000 1",
    studyDates: 1,
    patients: 1,
    repairs: {},
    keyFingerprint: "key",
  };
}

/** Stores the rows of a held Batch and finishes it. */
export async function finished(
  sql: Sql,
  held: Claim,
  content: BatchContent,
): Promise<FinishedBatch> {
  await storeBatch(sql, held, content);
  return await finishBatch(sql, held, { import: 0.1 });
}

/** Claims the next Batch and finishes it. */
export async function completed(
  sql: Sql,
  modifiedMs: number,
  images: readonly ImageRow[] = [],
  skipped: readonly SkippedFile[] = [],
): Promise<FinishedBatch> {
  const [batch] = await claimBatches(sql, request, 1);
  assert.ok(batch, "there is a Batch to claim");
  return await finished(sql, batch, content(images, skipped, modifiedMs));
}

/** The row of a plain image. */
export function image(fileNumber: number, changes: Partial<ImageRow> = {}): ImageRow {
  return {
    fileNumber,
    sourcePath: `${fileNumber}.dcm`,
    path: `2.25.1000/2.25.2000/2.25.${fileNumber}.dcm`,
    bytes: 100,
    sha256: "0".repeat(64),
    sopInstanceUid: `2.25.${fileNumber}`,
    sopClassUid: "1.2.840.10008.5.1.4.1.1.2",
    transferSyntaxUid: "1.2.840.10008.1.2.1",
    instanceNumber: fileNumber,
    imageRows: 512,
    imageColumns: 512,
    frames: null,
    studyInstanceUid: "2.25.1000",
    patient: "P-1",
    seriesInstanceUid: "2.25.2000",
    seriesNumber: 1,
    header: `{"00080060":{"vr":"CS","Value":["CT"]}}`,
    accession: "A1",
    studyDate: "2019-05-01",
    studyDescription: null,
    modality: "CT",
    bodyPart: null,
    seriesDescription: null,
    manufacturer: null,
    model: null,
    keptByRecipe: [],
    repairs: [],
    findings: null,
    screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
    identity: {
      issuer: null,
      patientId: "1",
      patientName: "DOE^JANE",
      birthDate: "19500101",
      studyInstanceUid: "1.2.3",
      sopInstanceUid: `1.2.3.${fileNumber}`,
      studyDate: "20200101",
      accessionIssuer: null,
      accessionNumber: "4711",
      uids: [
        { uid: "1.2.3", pseudonym: "2.25.1000" },
        { uid: `1.2.3.${fileNumber}`, pseudonym: `2.25.${fileNumber}` },
      ],
    },
    ...changes,
  };
}
