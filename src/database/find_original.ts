import type { Sql } from "./connect/sql.ts";

/** What a pseudonym stands for: names of values, and the values. */
export interface Original {
  readonly kind: "patient" | "study" | "accession" | "batch";
  readonly values: Readonly<Record<string, string | null>>;
}

/**
 * Looks up what a pseudonym stands for: the code of a patient, study, accession number or
 * Batch. Reads schema `identity`, so only for roles that a site has granted it. Throws
 * PostgreSQL's error 42501 for others.
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
