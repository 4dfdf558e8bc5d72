import type { Sql } from "../connect/sql.ts";
import { findBatchCode } from "./find_batch.ts";

/** What a search term names; it contains only values of the catalogue, which are pseudonymous. */
export type Found =
  | { readonly kind: "batch" | "image"; readonly name: string }
  | { readonly kind: "series"; readonly name: string; readonly batch: string }
  | {
    readonly kind: "list";
    /** The filter of the list of Batches that the term stands for. */
    readonly by: "code" | "patient" | "study" | "accession" | "modality" | "day";
    readonly name: string;
  };

/**
 * Finds what a term names: the name of a folder, the code of a Batch or its beginning, a pseudonym,
 * a UID or accession number of the output, a modality, or a day (in UTC) on which folders were
 * found. Undefined if the catalogue contains nothing of this name: a term that may identify a
 * patient is never part of the result.
 */
export async function searchCatalogue(sql: Sql, text: string): Promise<Found | undefined> {
  const term = text.trim();
  if (term === "") return undefined;
  const code = await findBatchCode(sql, term);
  if (code) return { kind: "batch", name: code };
  if (/^\d[\d.]{0,63}$/.test(term)) return await searchUid(sql, term);
  if (/^\d{4}-\d{2}-\d{2}$/.test(term)) return await searchDay(sql, term);
  return await searchCode(sql, term.toUpperCase());
}

async function searchUid(sql: Sql, uid: string): Promise<Found | undefined> {
  const [found] = await sql<{ image: boolean; study: boolean; batch: string | null }[]>`
    select exists (select from image where sop_instance_uid = ${uid}) as image,
      exists (select from study where study_instance_uid = ${uid}) as study,
      -- offset 0: the images of the series are read, instead of all images from the last one on
      (select code from batch where id = (
        select max(batch_id) from (
          select batch_id from image
          where series_id = any(array(select id from series where series_instance_uid = ${uid}))
          offset 0) of_series)) as batch`;
  if (found?.image) return { kind: "image", name: uid };
  if (found?.batch) return { kind: "series", name: uid, batch: found.batch };
  return found?.study ? { kind: "list", by: "study", name: uid } : undefined;
}

async function searchDay(sql: Sql, day: string): Promise<Found | undefined> {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) return undefined;
  const end = new Date(start.getTime() + 86_400_000);
  const [found] = await sql`
    select 1 as found from batch where found_at >= ${start} and found_at < ${end} limit 1`;
  return found && { kind: "list", by: "day", name: day };
}

async function searchCode(sql: Sql, term: string): Promise<Found | undefined> {
  if (term.startsWith("B-")) {
    const codes = await sql<{ code: string }[]>`
      select code from batch where starts_with(code, ${term}) limit 2`;
    const [first] = codes;
    if (codes.length === 1 && first) return { kind: "batch", name: first.code };
    return first && { kind: "list", by: "code", name: term };
  }
  const [found] = await sql<{ patient: boolean; accession: boolean; modality: boolean }[]>`
    select exists (select from study where patient = ${term}) as patient,
      exists (select from study where accession = ${term}) as accession,
      -- in the order of the index, which is used then, although most series have few modalities
      (select true from series where modality = ${term} order by id limit 1) is not null as modality`;
  for (const by of ["patient", "accession", "modality"] as const) {
    if (found?.[by]) return { kind: "list", by, name: term };
  }
  return undefined;
}
