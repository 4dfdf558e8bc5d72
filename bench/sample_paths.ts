import type { Sql } from "../src/database/connect/sql.ts";

/** For each page and list, different things of it, drawn at random by the database. */
export async function samplePaths(
  sql: Sql,
  requests: number,
): Promise<Record<string, string[]>> {
  const images = await sql<
    { uid: string; id: string; code: string; series: string; study: string }[]
  >`
    select sop_instance_uid as uid, image.id, code, series_instance_uid as series,
      study_instance_uid as study
    from (select (random() * (select max(id) from image))::bigint as id
      from generate_series(1, ${requests})) drawn
      join image using (id) join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id`;
  const patients = await sql<{ patient: string }[]>`
    select patient from study tablesample system (1) limit ${requests}`;
  const each = (path: string): string[] => Array.from({ length: requests }, () => path);
  return {
    "overview": each("/"),
    "Batches": each("/batches"),
    "Batches, ERROR": each("/batches?status=ERROR"),
    "Batches, EMPTY": each("/batches?status=EMPTY"),
    "Batches, needs attention": each("/batches?attention=true"),
    "Batches, a day half a year ago": each(dayAgo(180)),
    "Batches, far down": images.map(({ id }) => `/batches?after=${Math.ceil(Number(id) / 52)}`),
    "a Batch": images.map(({ code }) => `/batches/${code}`),
    "its images": images.map(({ code }) => `/batches/${code}/images`),
    "an image": images.map(({ uid }) => `/images/${uid}`),
    "screening": each("/screening"),
    "settings": each("/settings"),
    "metrics": each("/metrics"),
    "API batches": each("/api/batches"),
    "API batches by code": images.map(({ code }) => `/api/batches?code=${code.slice(0, 6)}`),
    "API batches by status": each("/api/batches?status=ERROR"),
    "API one batch": images.map(({ code }) => `/api/batches/${code}`),
    "API images": each("/api/images"),
    "API images, far down": images.map(({ id }) => `/api/images?after=${id}`),
    "API images by Batch": images.map(({ code }) => `/api/images?batch=${code}`),
    "API images by series": images.map(({ series }) => `/api/images?series=${series}`),
    "API images by study": images.map(({ study }) => `/api/images?study=${study}`),
    "API images by patient": patients.map(({ patient }) => `/api/images?patient=${patient}`),
    "API series": each("/api/series"),
    "API series, MR": each("/api/series?modality=MR"),
    "API series, a rare modality": each("/api/series?modality=XA"),
    "API series, no such modality": each("/api/series?modality=OPT"),
    "API series by patient": patients.map(({ patient }) => `/api/series?patient=${patient}`),
    "API daily, a year": each("/api/metrics/daily?days=366"),
  };
}

function dayAgo(days: number): string {
  const day = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  return `/batches?since=${day}&until=${day}`;
}
