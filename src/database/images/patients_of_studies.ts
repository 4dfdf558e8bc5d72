import { IntakeError } from "../../model/errors.ts";
import type { ImageRow, KnownPatient } from "../../model/image.ts";
import type { TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

/** In place of the id of a Batch: images of every Batch count. */
export const noBatch = -1;

/**
 * The patients of studies with images of other Batches, by StudyInstanceUID of the output. Images
 * of the Batch itself do not count: it may be processed again because its patient was wrong.
 */
export async function patientsOfStudies(
  sql: TransactionSql,
  batchId: number,
  studies: readonly string[],
): Promise<ReadonlyMap<string, KnownPatient>> {
  if (studies.length === 0) return new Map();
  const rows = await sql<(KnownPatient & { study: string })[]>`
    select study_instance_uid as study, pseudonym, patient_id as "patientId", issuer
    from study join ${sql.identity("patient")} on pseudonym = study.patient
    where study_instance_uid = any(${[...studies]}) and ${isShared(sql, batchId)}`;
  return new Map(rows.map(({ study, ...patient }) => [study, patient]));
}

/** Whether another Batch has images of a study. */
function isShared(sql: TransactionSql, batchId: number): Statement {
  return sql`exists (select from series join image on image.series_id = series.id
    where series.study_id = study.id and image.batch_id <> ${batchId})`;
}

/**
 * Sets the patients of studies whose images were inserted. A study without images of other Batches
 * gets the lowest pseudonym of its images, whatever their order. A shared study keeps its patient.
 * Throws IntakeError STUDY_SHARED if that patient differs from the patient of these images and was
 * not `known` when they were processed: another Batch has stored the study meanwhile.
 */
export async function settleStudyPatients(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
  known: ReadonlyMap<string, KnownPatient> | undefined,
): Promise<void> {
  const own = Map.groupBy(rows, ({ studyInstanceUid }) => studyInstanceUid);
  const studies = await sql<{ study: string; patient: string; shared: boolean }[]>`
    select study_instance_uid as study, patient, ${isShared(sql, batchId)} as shared
    from study where study_instance_uid = any(${[...own.keys()]}) order by study_instance_uid`;
  for (const { study, patient, shared } of studies) {
    const patients = (own.get(study) ?? []).map((row) => row.patient).sort();
    const [lowest = patient] = patients;
    if (!shared && lowest < patient) {
      await sql`update study set patient = ${lowest} where study_instance_uid = ${study}`;
    }
    const isExpected = patients.includes(patient) || known?.get(study)?.pseudonym === patient;
    if (shared && known && !isExpected) throw studyShared();
  }
}

function studyShared(): IntakeError {
  return new IntakeError(
    "STUDY_SHARED",
    "another Batch stored images of the same study at the same time",
    "no action needed; the Batch is processed again automatically, with the patient that the " +
      "other Batch stored",
  );
}
