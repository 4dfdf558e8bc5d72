import type { ImageRow, SkippedFile } from "../../model/image.ts";
import type { FoundWaiting, ReviewedFile, ReviewState } from "../../model/review.ts";
import { auditRows } from "../batches/end_reviews.ts";
import type { TransactionSql } from "../connect/sql.ts";

/** A file with a decision of a person, or one that is to wait for it. */
export interface NumberedReview {
  readonly fileNumber: number;
  readonly reason: string;
  readonly review: ReviewedFile;
}

/** A row as the database has it; the columns that are not needed here stay as they are. */
interface StoredRow {
  readonly file_number: number;
  readonly sha256: string;
  readonly state: ReviewState;
  readonly decision: number | null;
  readonly since: string;
}

/** The images of a chunk that a person has released. */
export function reviewedImages(rows: readonly ImageRow[]): NumberedReview[] {
  return rows.flatMap(({ fileNumber, review }) =>
    review ? [{ fileNumber, reason: "", review: { sha256: review.sha256 } }] : []
  );
}

/** The skipped files of a chunk about which a person decides or has decided. */
export function reviewedFiles(files: readonly SkippedFile[]): NumberedReview[] {
  return files.flatMap(({ fileNumber, reason, review }) =>
    review ? [{ fileNumber, reason, review }] : []
  );
}

const rowsAtOnce = 1000;

/**
 * Replaces the review rows of a Batch whose folder was read again. A file with the same bytes as
 * before keeps its decision, whatever its number is now. If the decision was not possible, the
 * image waits again. The caller has locked the row of the Batch.
 */
export async function replaceReviews(
  sql: TransactionSql,
  batchId: number,
  files: readonly NumberedReview[],
): Promise<void> {
  const before = await sql<{ row: StoredRow }[]>`
    select to_jsonb(r) as row from review_image r where batch_id = ${batchId}`;
  if (before.length === 0 && files.length === 0) return;
  const [clock] = await sql<{ now: string }[]>`select clock_timestamp()::text as now`;
  const known = new Map(before.map(({ row }) => [row.sha256, row]));
  const failed: number[] = [];
  const rows = files.flatMap<object>(({ fileNumber, reason, review: { sha256, waiting } }) => {
    const earlier = known.get(sha256);
    if (!waiting) return earlier ? [{ ...earlier, file_number: fileNumber }] : [];
    const isOver = earlier?.state === "started" || earlier?.state === "done";
    if (earlier && isOver) failed.push(earlier.file_number);
    const kept = earlier && !isOver ? earlier : { state: "waiting", decision: null };
    return [{
      batch_id: batchId,
      file_number: fileNumber,
      sha256,
      ...columnsOf(waiting, reason),
      state: kept.state,
      decision: kept.decision,
      since: earlier?.since ?? clock?.now,
    }];
  });
  await noteNotPossible(sql, batchId, failed);
  await sql`delete from review_image where batch_id = ${batchId}`;
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await sql`
      insert into review_image
      select * from jsonb_populate_recordset(null::review_image,
        ${sql.json(rows.slice(from, from + rowsAtOnce))})`;
  }
}

function columnsOf(waiting: FoundWaiting, reason: string): Readonly<Record<string, unknown>> {
  const { rows, columns, ...others } = waiting;
  return { ...others, reason, image_rows: rows, image_columns: columns };
}

/** Makes images wait again whose decisions a job could not carry out, with the new reason. */
export async function waitAgain(
  sql: TransactionSql,
  batchId: number,
  files: readonly SkippedFile[],
): Promise<void> {
  if (files.length === 0) return;
  await noteNotPossible(sql, batchId, files.map(({ fileNumber }) => fileNumber));
  const rows = files.map(({ fileNumber, reason }) => ({ fileNumber, reason }));
  await sql`
    update review_image r set state = 'waiting', decision = null, reason = f.reason
    from jsonb_to_recordset(${sql.json(rows)}) as f ("fileNumber" int, reason text)
    where r.batch_id = ${batchId} and r.file_number = f."fileNumber" and r.state = 'started'`;
}

/** Adds to the audit trail that decisions about these files were not possible. */
async function noteNotPossible(
  sql: TransactionSql,
  batchId: number,
  files: readonly number[],
): Promise<void> {
  if (files.length === 0) return;
  await sql`
    with ended as (
      select decision, file_number, sha256 from review_image
      where batch_id = ${batchId} and file_number = any(${[...files]}) and decision is not null
    ), ${auditRows(sql, batchId, "not-possible")}`;
}
