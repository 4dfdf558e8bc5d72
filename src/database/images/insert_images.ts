import type { ImageRow } from "../../model/image.ts";
import type { TransactionSql } from "../connect/sql.ts";

/**
 * Inserts a chunk of Image rows with their studies and series in three statements. If images of a
 * study or series differ, the lowest value is stored, whatever the order of the images; a study
 * keeps its patient. Returns the file numbers of the inserted images: an image whose SOPInstanceUID
 * the database already has, from this or another Batch, is not inserted.
 */
export async function insertImages(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
): Promise<Set<number>> {
  if (rows.length === 0) return new Set();
  const studies = distinctRows(rows, (row) => {
    const { studyInstanceUid, patient, accession, studyDate, studyDescription } = row;
    return { studyInstanceUid, patient, accession, studyDate, studyDescription };
  });
  const insertStudies = sql`
    insert into study as s (study_instance_uid, patient, accession, study_date, description)
    select "studyInstanceUid", min(patient), min(accession), min("studyDate"),
      min("studyDescription" collate "C")
    from jsonb_to_recordset(${studies}::text::jsonb) as r ("studyInstanceUid" text, patient text,
      accession text, "studyDate" date, "studyDescription" text)
    group by "studyInstanceUid" order by "studyInstanceUid"
    on conflict (study_instance_uid) do update set
      patient = coalesce(s.patient, excluded.patient),
      accession = least(s.accession, excluded.accession),
      study_date = least(s.study_date, excluded.study_date),
      description = least(s.description collate "C", excluded.description)
    where (s.patient, s.accession, s.study_date, s.description) is distinct from
      (excluded.patient, excluded.accession, excluded.study_date, excluded.description)`;
  const series = distinctRows(rows, (row) => {
    const { studyInstanceUid, seriesInstanceUid, seriesNumber, modality, bodyPart } = row;
    const { seriesDescription, manufacturer, model } = row;
    return {
      studyInstanceUid,
      seriesInstanceUid,
      seriesNumber,
      modality,
      bodyPart,
      seriesDescription,
      manufacturer,
      model,
    };
  });
  const insertSeries = sql`
    insert into series as s (study_id, series_instance_uid, series_number, modality, body_part,
      description, manufacturer, model)
    select study.id, "seriesInstanceUid", min("seriesNumber"), min(modality collate "C"),
      min("bodyPart" collate "C"), min("seriesDescription" collate "C"),
      min(manufacturer collate "C"), min(model collate "C")
    from jsonb_to_recordset(${series}::text::jsonb) as r ("studyInstanceUid" text,
      "seriesInstanceUid" text, "seriesNumber" int, modality text, "bodyPart" text,
      "seriesDescription" text, manufacturer text, model text)
    join study on study_instance_uid = "studyInstanceUid"
    group by study.id, "seriesInstanceUid" order by study.id, "seriesInstanceUid"
    on conflict (study_id, series_instance_uid) do update set
      series_number = least(s.series_number, excluded.series_number),
      modality = least(s.modality collate "C", excluded.modality),
      body_part = least(s.body_part collate "C", excluded.body_part),
      description = least(s.description collate "C", excluded.description),
      manufacturer = least(s.manufacturer collate "C", excluded.manufacturer),
      model = least(s.model collate "C", excluded.model)
    where (s.series_number, s.modality, s.body_part, s.description, s.manufacturer, s.model)
      is distinct from (excluded.series_number, excluded.modality, excluded.body_part,
        excluded.description, excluded.manufacturer, excluded.model)`;
  const images = JSON.stringify(rows.map(columnsOf));
  const headers = rows.map(({ header }) => header).join("\n");
  const insertRows = sql<{ file_number: number }[]>`
    insert into image (batch_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
      instance_number, image_rows, image_columns, frames, file_number, bytes, sha256, header,
      verdict, rule_group, rule, rectangles)
    select ${batchId}, (
        select series.id from series join study on study.id = study_id
        where study_instance_uid = "studyInstanceUid" and series_instance_uid = "seriesInstanceUid"
      ), "sopInstanceUid", "sopClassUid", "transferSyntaxUid",
      "instanceNumber", "imageRows", "imageColumns", frames, "fileNumber", bytes, sha256,
      string_to_table::jsonb, verdict, "group", rule, nullif(rectangles, '{}')
    from rows from (
      jsonb_to_recordset(${images}::text::jsonb) as ("studyInstanceUid" text,
        "seriesInstanceUid" text, "sopInstanceUid" text, "sopClassUid" text,
        "transferSyntaxUid" text, "instanceNumber" int, "imageRows" int, "imageColumns" int,
        frames int, "fileNumber" int, bytes bigint, sha256 text, verdict text, "group" text,
        rule text, rectangles text[]),
      string_to_table(${headers}, E'\\n')
    ) as r
    order by "sopInstanceUid", "fileNumber"
    on conflict do nothing
    returning file_number`;
  const all = [insertStudies, insertSeries, insertRows] as const; // pipelined
  const [, , inserted] = await Promise.all(all);
  return new Set(inserted.map((row) => row.file_number));
}

/**
 * The values of separate columns. Headers are passed as lines of another parameter, because JSON
 * inside JSON would be parsed twice.
 */
function columnsOf(row: ImageRow): Record<string, unknown> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sopClassUid } = row;
  const { transferSyntaxUid, instanceNumber, imageRows, imageColumns, frames } = row;
  const { fileNumber, bytes, sha256, screening } = row;
  return {
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid,
    sopClassUid,
    transferSyntaxUid,
    instanceNumber,
    imageRows,
    imageColumns,
    frames,
    fileNumber,
    bytes,
    sha256,
    ...screening,
  };
}

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

/**
 * The distinct values of `valueOf` for all rows, as a JSON array: most images of a Batch have the
 * same patient, study and series.
 */
function distinctRows<Row>(rows: readonly Row[], valueOf: (row: Row) => unknown): string {
  const distinct = new Set(rows.map((row) => JSON.stringify(valueOf(row))));
  return `[${[...distinct].join(",")}]`;
}
