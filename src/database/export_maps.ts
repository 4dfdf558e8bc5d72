import { type ExportRow, type ExportTable, texts } from "./export_table.ts";

/** The columns that the validator of MIDI-B reads. */
const columns = texts("id_old", "id_new");

/**
 * Old and new UIDs of studies, series, instances and of what images refer to. Reads schema
 * `identity`: PostgreSQL refuses roles that a site has not granted it (42501).
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
 * Old and new patient identifiers; patients without an identifier are not in it. Reads schema
 * `identity`, as above.
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
