import type { Sql } from "../connect/sql.ts";

/**
 * The originals that are needed (SHA-256), by Batch: those of these Batches that the catalogue has
 * and that no job processes.
 */
export async function originalsOfIdle(
  sql: Sql,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await sql<{ code: string; needed: string[] }[]>`
    select code, coalesce((select jsonb_agg(sha256) from review_image
      where batch_id = batch.id and state <> 'done'), '[]') as needed
    from batch where code = any(${[...codes]}) and status <> 'PROCESSING'`;
  return new Map(rows.map(({ code, needed }) => [code, new Set(needed)]));
}

/**
 * Calls `clear` with the originals of a Batch that are needed. Its row is locked meanwhile, so that
 * no process claims it and writes other originals. Does nothing if a job processes the Batch, or if
 * another process has locked it.
 */
export async function whileIdle(
  sql: Sql,
  code: string,
  clear: (needed: ReadonlySet<string>) => Promise<void>,
): Promise<void> {
  await sql.begin(async (transaction) => {
    const [batch] = await transaction<{ id: number }[]>`
      select id::float as id from batch where code = ${code} and status <> 'PROCESSING'
      for no key update skip locked`;
    if (!batch) return;
    const rows = await transaction<{ sha256: string }[]>`
      select sha256 from review_image where batch_id = ${batch.id} and state <> 'done'`;
    await clear(new Set(rows.map(({ sha256 }) => sha256)));
  });
}
