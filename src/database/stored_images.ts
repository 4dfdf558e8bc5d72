import type { Claim } from "../model/claim.ts";
import type { Sql } from "./connect/sql.ts";

/** An image as its manifest describes it. */
export interface ManifestImage {
  readonly SOPInstanceUID: string;
  readonly sha256: string;
}

/** The number of images that a Batch has in the catalogue. */
export async function countStored(sql: Sql, { id }: Pick<Claim, "id">): Promise<number> {
  const [row] = await sql<{ images: number }[]>`
    select count(*)::int as images from image where batch_id = ${id}`;
  return row?.images ?? 0;
}

/** Whether a Batch has all of these images in the catalogue with the same content. */
export async function areStored(
  sql: Sql,
  { id }: Pick<Claim, "id">,
  images: readonly ManifestImage[],
): Promise<boolean> {
  const wanted = images.map(({ SOPInstanceUID, sha256 }) => ({ SOPInstanceUID, sha256 }));
  const found = await sql`
    select from jsonb_to_recordset(${sql.json(wanted)}) as m ("SOPInstanceUID" text, sha256 text)
    join image i on i.batch_id = ${id} and i.sop_instance_uid = m."SOPInstanceUID"
      and coalesce(i.sha256, m.sha256) = m.sha256`; // rows of old versions have no digest
  return found.count === images.length;
}
