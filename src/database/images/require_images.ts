import { IntakeError } from "../../model/errors.ts";
import type { SkippedFile } from "../../model/image.ts";
import type { TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";

const heldCodes = ["HELD_BACK", "REJECTED", "GATE"];

/**
 * Removes the rows of a Batch and remembers its images for {@link requireImages}. Returns whether
 * it had images.
 */
export async function removeRows(sql: TransactionSql, batchId: number): Promise<boolean> {
  const [removed] = await sql<{ images: number }[]>`
    with remembered as (
      insert into image_before (batch_id, sop_instance_uid, original_study)
      select image.batch_id, image.sop_instance_uid,
        ${originalStudy(sql)}
      from ${imagesWithStudies(sql)}
      where image.batch_id = ${batchId} returning batch_id
    ), images as (delete from image where batch_id = ${batchId}),
      paths as (delete from ${sql.identity("source_file")} where batch_id = ${batchId}),
      skipped as (delete from skipped_file where batch_id = ${batchId})
    select count(*)::int as images from remembered`;
  return (removed?.images ?? 0) > 0;
}

/** Allows that images are missing because rules or the gate hold them back now. */
export async function allowHeldBack(
  sql: TransactionSql,
  batchId: number,
  skipped: readonly SkippedFile[],
): Promise<void> {
  const held = skipped.filter(({ code }) => heldCodes.includes(code))
    .flatMap(({ outputUid }) => outputUid ?? []);
  if (held.length === 0) return;
  await sql`
    delete from image_before where batch_id = ${batchId} and sop_instance_uid = any(${held})`;
}

/**
 * Checks that a reprocessed Batch still has every image that it had, except those that {@link
 * allowHeldBack} allowed; with a new key, that it has as many images of each study. Throws
 * IntakeError IMAGES_GONE, unless a user asked for fewer images; NAME_TAKEN if the earlier source
 * no longer exists: this folder is a different one, and its output would replace the only copy.
 */
export async function requireImages(
  sql: TransactionSql,
  batchId: number,
  hasNewKey: boolean,
): Promise<void> {
  const gone = hasNewKey ? await countByStudy(sql, batchId) : await countByUID(sql, batchId);
  if (gone > 0) await requirePermission(sql, batchId, gone);
  await invalidateReceipts(sql, batchId);
}

async function requirePermission(
  sql: TransactionSql,
  batchId: number,
  gone: number,
): Promise<void> {
  const [batch] = await sql<{ mayShrink: boolean; sourceGone: boolean }[]>`
    select may_shrink as "mayShrink", source_gone as "sourceGone" from batch where id = ${batchId}`;
  if (batch?.sourceGone) throw nameTaken();
  if (!batch?.mayShrink) throw imagesGone(gone);
}

/**
 * A target may remove an image that is no longer part of its Batch; if the image returns, it is
 * sent again.
 */
async function invalidateReceipts(sql: TransactionSql, batchId: number): Promise<void> {
  await sql`
    update receipt set state = 'missing'
    where batch_id = ${batchId} and state in ('confirmed', 'same') and kind = 'image'
      and not exists (select from image
        where batch_id = ${batchId} and sop_instance_uid = receipt.object)`;
}

async function countByUID(sql: TransactionSql, batchId: number): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    with before as (
      delete from image_before where batch_id = ${batchId} returning sop_instance_uid
    )
    select count(*)::int as gone from before
    where not exists (select from image where batch_id = ${batchId}
      and image.sop_instance_uid = before.sop_instance_uid)`;
  return row?.gone ?? 0;
}

async function countByStudy(sql: TransactionSql, batchId: number): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    with removed as (
      delete from image_before where batch_id = ${batchId} returning original_study
    ), before as (
      select original_study, count(*) as images from removed group by original_study
    ), now as (
      select ${originalStudy(sql)} as original_study,
        count(*) as images
      from ${imagesWithStudies(sql)}
      where image.batch_id = ${batchId} group by 1
    )
    select coalesce(sum(greatest(before.images - coalesce(now.images, 0), 0)), 0)::int as gone
    from before left join now using (original_study)`;
  return row?.gone ?? 0;
}

function imagesWithStudies(sql: TransactionSql): Statement {
  return sql`image
    join series on series.id = image.series_id join study on study.id = series.study_id
    left join ${sql.identity("study")} original on original.pseudonym = study.study_instance_uid`;
}

function originalStudy(sql: TransactionSql): Statement {
  return sql`coalesce(original.study_instance_uid, study.study_instance_uid)`;
}

function imagesGone(count: number): IntakeError {
  return new IntakeError(
    "IMAGES_GONE",
    `${count} delivered images are missing from the folder, or cannot be read`,
    "restore the files and retry, or withdraw these images with retry --fewer",
  );
}

function nameTaken(): IntakeError {
  return new IntakeError(
    "NAME_TAKEN",
    "an earlier folder had this name; its delivered images, whose source no longer exists, " +
      "would be replaced",
    "rename this folder, which is then recorded automatically, and retry this Batch",
  );
}
