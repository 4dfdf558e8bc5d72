import type { TransactionSql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

/** The patient of a stored study. */
export interface KnownPatient {
  readonly pseudonym: string;
  readonly patientId: string | null;
  readonly issuer: string | null;
}

/**
 * The patients of studies that other Batches have images of, by StudyInstanceUID of the output.
 * Images of the Batch itself do not count: it may be processed again because its patient was wrong.
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
export function isShared(sql: TransactionSql, batchId: number): Statement {
  return sql`exists (select from series join image on image.series_id = series.id
    where series.study_id = study.id and image.batch_id <> ${batchId})`;
}
