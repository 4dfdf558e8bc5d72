import type { Sql } from "../connect/sql.ts";
import { type ExportRow, type ExportTable, texts } from "./export_table.ts";

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

/** The columns that the validator of MIDI-B reads. */
const columns = texts("id_old", "id_new");

/**
 * Original and new UIDs of studies, series and instances, and of the objects that images refer to.
 * Reads schema `identity`: PostgreSQL refuses roles without that right (42501).
 */
export const exportUids: ExportTable = {
  columns,
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select pseudonym as key, uid as id_old, pseudonym as id_new from ${sql.identity("uid")}
      where pseudonym > ${after ?? ""} order by pseudonym limit ${limit}`,
  ],
};

/**
 * Original and new patient identifiers; patients without an identifier are not included. Reads
 * schema `identity`, as above.
 */
export const exportPatients: ExportTable = {
  columns,
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select pseudonym as key, patient_id as id_old, pseudonym as id_new
      from ${sql.identity("patient")}
      where pseudonym > ${after ?? ""} and patient_id is not null
      order by pseudonym limit ${limit}`,
  ],
};
