import type { Sql } from "./connect/sql.ts";

/** The original values of a pseudonym, by attribute. */
export interface Original {
  readonly kind: "patient" | "study" | "accession" | "batch";
  readonly values: Readonly<Record<string, string | null>>;
}

/**
 * Looks up the original values of the pseudonym of a patient, study, accession number or Batch.
 * Reads schema `identity`; throws PostgreSQL's error 42501 for roles without that right.
 */
export async function findOriginal(sql: Sql, pseudonym: string): Promise<Original[]> {
  const rows = await sql<Original[]>`
    select 'patient' as kind, jsonb_build_object('PatientID', patient_id,
      'IssuerOfPatientID', issuer, 'PatientName', patient_name, 'PatientBirthDate', birth_date)
      as values
    from ${sql.identity("patient")} where pseudonym = ${pseudonym}
    union all
    select 'study', jsonb_build_object('StudyInstanceUID', study_instance_uid)
    from ${sql.identity("study")} where pseudonym = ${pseudonym}
    union all
    select 'accession', jsonb_build_object('AccessionNumber', accession_number, 'issuer', issuer)
    from ${sql.identity("accession")} where pseudonym = ${pseudonym}
    union all
    select 'batch', jsonb_build_object('folder', uid, 'inbox', base)
    from batch where code = ${pseudonym}`;
  return [...rows];
}
