import { type ExportRow, type ExportTable, integers, texts } from "./export_table.ts";
import { isoTime } from "./iso_time.ts";

/** Batches whose job has ended, by code; never with the names of their folders. */
export const exportBatches: ExportTable = {
  columns: [
    ...texts("batch", "status", "error_code", "found_at", "started_at", "finished_at"),
    ...integers("images", "series", "skipped", "held_back", "patients", "attempts"),
    { name: "bytes", type: "bytes" },
    { name: "seconds", type: "seconds" },
  ],
  page: async (sql, after, limit) => [
    ...await sql<ExportRow[]>`
      select id::float as key, code as batch, status, error_code,
        ${isoTime(sql, "found_at")} as found_at, ${isoTime(sql, "started_at")} as started_at,
        ${isoTime(sql, "finished_at")} as finished_at,
        images, series, skipped, held_back, patients, attempts, bytes::float as bytes,
        extract(epoch from finished_at - started_at)::float as seconds
      from batch
      where id > ${after ?? 0} and status in ('DONE', 'EMPTY', 'ERROR')
      order by id limit ${limit}`,
  ],
};
