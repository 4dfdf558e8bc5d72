import type { ImageRow, SkippedFile } from "../../model/image.ts";
import type { TransactionSql } from "../connect/sql.ts";

/** Records the skipped files of a Batch; their paths are stored in schema `identity`. */
export async function insertSkippedFiles(
  sql: TransactionSql,
  batchId: number,
  skipped: readonly SkippedFile[],
): Promise<void> {
  if (skipped.length === 0) return;
  const rows = sql.json(skipped.map((file) => ({ ...file })));
  await sql`
    with files as (
      select * from jsonb_to_recordset(${rows})
        as r ("fileNumber" int, path text, code text, reason text,
          "group" text, rule text, "otherBatchId" bigint, "otherFile" int)
    ), paths as (
      insert into ${sql.identity("source_file")} (batch_id, file_number, path)
      select ${batchId}, "fileNumber", path from files
    )
    insert into skipped_file (batch_id, file_number, code, reason, rule_group, rule,
      other_batch_id, other_file)
    select ${batchId}, "fileNumber", code, reason, "group", rule, "otherBatchId", "otherFile"
    from files`;
}

interface Catalogued {
  readonly fileNumber: number;
  readonly otherBatchId: number;
  readonly otherFile: number;
  readonly code: string;
}

/**
 * Converts images whose SOPInstanceUID the catalogue already has to skipped files that name the
 * Batch and the number of the existing file.
 */
export async function asDuplicates(
  sql: TransactionSql,
  batchId: number,
  rows: readonly ImageRow[],
): Promise<SkippedFile[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map(({ fileNumber, sopInstanceUid }) => ({ fileNumber, sopInstanceUid }));
  const found = await sql<Catalogued[]>`
    select "fileNumber", i.batch_id::float as "otherBatchId", i.file_number as "otherFile", b.code
    from jsonb_to_recordset(${sql.json(wanted)}) as r ("fileNumber" int, "sopInstanceUid" text)
    join image i on i.sop_instance_uid = r."sopInstanceUid" join batch b on b.id = i.batch_id`;
  const others = new Map(found.map((one) => [one.fileNumber, one]));
  return rows.map(({ fileNumber, sourcePath: path }) => {
    const file = { fileNumber, path, code: "DUPLICATE_INSTANCE" };
    const other = others.get(fileNumber);
    if (!other) return { ...file, reason: "another file has the same SOPInstanceUID" };
    const { otherBatchId, otherFile, code } = other;
    const where = otherBatchId === batchId ? "of this Batch" : `of Batch ${code}`;
    const reason = `file ${otherFile} ${where} has the same SOPInstanceUID`;
    return { ...file, reason, otherBatchId, otherFile };
  });
}

/**
 * Records, in schema `identity`, the paths of delivered images that are duplicates of skipped
 * files.
 */
export async function insertPaths(
  sql: TransactionSql,
  batchId: number,
  files: ReadonlySet<number>,
  imageChunks: () => Iterable<readonly ImageRow[]>,
): Promise<void> {
  if (files.size === 0) return;
  for (const chunk of imageChunks()) {
    const paths = chunk.filter(({ fileNumber }) => files.has(fileNumber))
      .map(({ fileNumber, sourcePath }) => ({ fileNumber, path: sourcePath }));
    if (paths.length === 0) continue;
    await sql`
      insert into ${sql.identity("source_file")} (batch_id, file_number, path)
      select ${batchId}, "fileNumber", path
      from jsonb_to_recordset(${sql.json(paths)}) as r ("fileNumber" int, path text)
      on conflict do nothing`;
  }
}
