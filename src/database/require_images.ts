import { IntakeError } from "../errors.ts";
import type { TransactionSql } from "./sql/sql.ts";

/** What a Batch had before its rows were removed. */
export interface Before {
  readonly images: number;
  /** Files that rules or the gate had held back. */
  readonly held: number;
  /** Its UIDs were made with another key than those that replace them. */
  readonly hasNewKey: boolean;
}

/** Removes the rows of a Batch, and remembers its images for {@link requireImages}. */
export async function removeRows(
  sql: TransactionSql,
  batchId: number,
): Promise<Omit<Before, "hasNewKey">> {
  const [before] = await sql<Omit<Before, "hasNewKey">[]>`
    with remembered as (
      insert into image_before
      select batch_id, sop_instance_uid from image where batch_id = ${batchId}
      returning batch_id
    ), images as (delete from image where batch_id = ${batchId}),
      paths as (delete from identity.source_file where batch_id = ${batchId}),
      skipped as (delete from skipped_file where batch_id = ${batchId} returning code)
    select (select count(*) from remembered)::int as images,
      (select count(*) from skipped where code in ('HELD_BACK', 'GATE'))::int as held`;
  return before ?? { images: 0, held: 0 };
}

/**
 * Whether a Batch that was done again has every image it had, but for those that are held back
 * now; made with another key, as many. Throws
 * IntakeError IMAGES_GONE, unless somebody has asked for fewer images.
 */
export async function requireImages(
  sql: TransactionSql,
  batchId: number,
  before: Before,
): Promise<void> {
  if (before.images === 0) return;
  const [found] = await sql<{ gone: number }[]>`
    with remembered as (
      delete from image_before where batch_id = ${batchId} returning sop_instance_uid
    ), now as (
      select sop_instance_uid from image where batch_id = ${batchId}
    ), counted as (
      select (select count(*) from now) as images,
        (select count(*) from remembered join now using (sop_instance_uid)) as kept,
        (select count(*) from skipped_file
          where batch_id = ${batchId} and code in ('HELD_BACK', 'GATE')) as held
    )
    select (${before.images}::int
      - case when ${before.hasNewKey} then counted.images else counted.kept end
      - greatest(counted.held - ${before.held}::int, 0))::int as gone
    from counted, batch where batch.id = ${batchId} and not may_shrink`;
  if (found && found.gone > 0) throw imagesGone(found.gone);
}

function imagesGone(count: number): IntakeError {
  return new IntakeError(
    "IMAGES_GONE",
    `images that were delivered (${count}) are not in the folder any more, or not readable`,
    "put their files back, then retry; or withdraw these images: retry --fewer",
  );
}
