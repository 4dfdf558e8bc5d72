import type { ObjectVersion, Receipt, RefusedImage, RefusedLine } from "../../model/delivery.ts";
import type { Sql } from "../connect/sql.ts";

/** The names of those objects that a target has confirmed with the same content. */
export async function confirmedObjects(
  sql: Sql,
  batchId: number,
  target: string,
  objects: readonly ObjectVersion[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ object: string }[]>`
    select object from receipt
    join jsonb_to_recordset(${sql.json(objects.map((one) => ({ ...one })))})
      as wanted (object text, sha256 text) using (object, sha256)
    where batch_id = ${batchId} and target = ${target} and state in ('confirmed', 'same')`;
  return new Set(rows.map(({ object }) => object));
}

/** Stores receipts of a target. */
export async function insertReceipts(
  sql: Sql,
  batchId: number,
  target: string,
  receipts: readonly Receipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  await sql`
    insert into receipt (batch_id, target, kind, object, bytes, sha256, note, state)
    select ${batchId}, ${target}, kind, object, bytes, sha256, note, coalesce(state, 'confirmed')
    from jsonb_to_recordset(${sql.json(receipts.map((one) => ({ ...one })))})
      as r (kind text, object text, bytes bigint, sha256 text, note text, state text)
    on conflict (batch_id, target, object) do update set
      kind = excluded.kind, bytes = excluded.bytes, sha256 = excluded.sha256, note = excluded.note, delivered_at = now(),
      state = excluded.state, code = null`;
}

/**
 * Stores which images a target refused for good. An image whose content differs at the target keeps
 * the state `other`.
 */
export async function insertRefused(
  sql: Sql,
  batchId: number,
  target: string,
  refused: readonly RefusedImage[],
): Promise<void> {
  if (refused.length === 0) return;
  const rows = refused.map((
    { image: { SOPInstanceUID: object, bytes, sha256 }, code, reason },
  ) => ({
    object,
    bytes,
    sha256,
    code,
    note: reason,
  }));
  await sql`
    insert into receipt as r (batch_id, target, kind, object, bytes, sha256, note, state, code)
    select ${batchId}, ${target}, 'image', object, bytes, sha256, note, 'refused', code
    from jsonb_to_recordset(${sql.json(rows)})
      as s (object text, bytes bigint, sha256 text, note text, code text)
    on conflict (batch_id, target, object) do update set code = excluded.code,
      note = excluded.note, seen_at = now(),
      state = case when r.state = 'other' then r.state else 'refused' end`;
}

/** The first images of a Batch that targets refused for good. */
export async function listRefused(
  sql: Sql,
  batchKey: number,
  limit: number,
): Promise<RefusedLine[]> {
  const rows = await sql<RefusedLine[]>`
    select target, object as image, code, note as reason from receipt
    where batch_id = ${batchKey} and code is not null and state in ('refused', 'other')
    order by target, object limit ${limit}`;
  return [...rows];
}

/**
 * Whether content at a target may be replaced: a Batch has put it there, or a user asked to replace
 * it.
 */
export async function mayReplace(
  sql: Sql,
  target: string,
  object: string,
  sha256: string,
): Promise<boolean> {
  const found = await sql`
    select from receipt where target = ${target} and object = ${object}
      and (state = 'replace' or (sha256 = ${sha256} and state in ('confirmed', 'missing')))
    limit 1`;
  return found.count > 0;
}

/** The images of a Batch that a target has confirmed. */
export interface TargetReceipts {
  readonly target: string;
  readonly images: number;
  readonly bytes: number;
  readonly lastAt: string;
}

/** Counts the images of a Batch that each target has confirmed. */
export async function countReceipts(sql: Sql, batchKey: number): Promise<TargetReceipts[]> {
  const rows = await sql<TargetReceipts[]>`
    select target, count(*)::int as images, sum(bytes)::float as bytes,
      to_char(max(delivered_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
    from receipt where batch_id = ${batchKey}
      and state in ('confirmed', 'same') and kind = 'image'
    group by target order by target`;
  return [...rows];
}
