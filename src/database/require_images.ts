import { IntakeError } from "../errors.ts";
import type { SkippedFile } from "../model/image.ts";
import type { TransactionSql } from "./connect/sql.ts";
import type { Statement } from "./connect/statement.ts";

const heldCodes = ["HELD_BACK", "GATE"];

/** Removes the rows of a Batch, and remembers its images for {@link requireImages}. */
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

/** Images that rules or the gate hold back now may be missing. */
export async function excuseHeldBack(
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
 * Whether a Batch that was done again has every image it had, but for those that were excused;
 * made with another key, as many of each study. Throws IntakeError IMAGES_GONE, unless somebody has
 * asked for fewer images; NAME_TAKEN where their source was gone: what is there is another folder, and
 * would replace the only copy.
 */
export async function requireImages(
  sql: TransactionSql,
  batchId: number,
  hasNewKey: boolean,
): Promise<void> {
  const gone = hasNewKey ? await countByStudy(sql, batchId) : await countByUID(sql, batchId);
  if (gone > 0) await requireWish(sql, batchId, gone);
  await forgetReceipts(sql, batchId);
}

async function requireWish(sql: TransactionSql, batchId: number, gone: number): Promise<void> {
  const [batch] = await sql<{ mayShrink: boolean; sourceGone: boolean }[]>`
    select may_shrink as "mayShrink", source_gone as "sourceGone" from batch where id = ${batchId}`;
  if (batch?.sourceGone) throw nameTaken();
  if (!batch?.mayShrink) throw imagesGone(gone);
}

/** Who has an image that leaves its Batch may remove it: it is sent again when it comes back. */
async function forgetReceipts(sql: TransactionSql, batchId: number): Promise<void> {
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
    `images that were delivered (${count}) are not in the folder any more, or not readable: ` +
      "put their files back, or give up these images by retry --fewer",
    "then retry",
  );
}

function nameTaken(): IntakeError {
  return new IntakeError(
    "NAME_TAKEN",
    "another folder had this name, and its images, whose source is gone, would be replaced: " +
      "rename this one",
    "under a name of its own it is taken by itself; then retry this Batch",
  );
}
