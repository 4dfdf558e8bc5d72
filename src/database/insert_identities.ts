import type { TransactionSql } from "./connect/sql.ts";
import { distinctRows } from "./distinct_rows.ts";
import type { ImageRow } from "../model/image.ts";

/**
 * Records the original values of the pseudonyms of a chunk of images. If images of one patient
 * differ, the lowest value is stored, whatever the order of the images.
 */
export async function insertIdentities(
  sql: TransactionSql,
  rows: readonly ImageRow[],
): Promise<void> {
  const chunk = distinctRows(rows, ({ patient, accession, studyInstanceUid: study, identity }) => (
    { ...identity, studyDate: null, sopInstanceUid: null, uids: null, patient, accession, study }
  ));
  const allUids = rows.flatMap(({ identity }) => identity.uids);
  const uids = sql`
    insert into ${sql.identity("uid")} (pseudonym, uid)
    select pseudonym, min(uid)
    from jsonb_to_recordset(${distinctRows(allUids, (uid) => uid)}::text::jsonb)
      as r (pseudonym text, uid text)
    group by pseudonym order by pseudonym
    on conflict do nothing`;
  const patients = sql`
    insert into ${sql.identity("patient")} as p
      (pseudonym, issuer, patient_id, patient_name, birth_date)
    select patient, min(issuer collate "C"), min("patientId" collate "C"),
      min("patientName" collate "C"), min("birthDate" collate "C")
    from jsonb_to_recordset(${chunk}::text::jsonb) as r (patient text, issuer text,
      "patientId" text, "patientName" text, "birthDate" text)
    group by patient order by patient
    on conflict (pseudonym) do update set
      patient_name = least(p.patient_name collate "C", excluded.patient_name),
      birth_date = least(p.birth_date collate "C", excluded.birth_date)
    where (p.patient_name, p.birth_date)
      is distinct from (excluded.patient_name, excluded.birth_date)`;
  const studies = sql`
    insert into ${sql.identity("study")} (pseudonym, study_instance_uid)
    select study, min("studyInstanceUid")
    from jsonb_to_recordset(${chunk}::text::jsonb) as r (study text, "studyInstanceUid" text)
    group by study order by study
    on conflict do nothing`;
  const accessions = sql`
    insert into ${sql.identity("accession")} (pseudonym, issuer, accession_number)
    select accession, min("accessionIssuer"), min("accessionNumber")
    from jsonb_to_recordset(${chunk}::text::jsonb) as r (accession text, "accessionIssuer" text,
      "accessionNumber" text)
    where accession is not null
    group by accession order by accession
    on conflict do nothing`;
  await Promise.all([patients, studies, accessions, uids]); // pipelined
}
