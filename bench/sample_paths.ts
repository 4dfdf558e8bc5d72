import type { Sql } from "../src/database/connect/sql.ts";
import { targets } from "./fill_lists.ts";

/** A request for a page, or a form that is sent to it. */
export type Sample = string | { readonly path: string; readonly form: Record<string, string> };

/** Requests for each page and list, for different objects, which the database selects at random. */
export async function samplePaths(
  sql: Sql,
  requests: number,
): Promise<Record<string, readonly Sample[]>> {
  const objects = await sampleObjects(sql, requests);
  const each = (path: Sample): Sample[] => Array.from({ length: requests }, () => path);
  return {
    ...pages(objects, each),
    ...batchLists(objects, each),
    ...searches(objects, each),
    ...reviews(objects, each),
    ...api(objects, each),
  };
}

type Each = (path: Sample) => Sample[];
type Samples = Record<string, readonly Sample[]>;

interface Objects {
  readonly images: readonly {
    readonly uid: string;
    readonly id: string;
    readonly code: string;
    readonly key: number;
    readonly series: string;
    readonly study: string;
    readonly accession: string;
    readonly patient: string;
  }[];
  readonly waiting: readonly {
    readonly code: string;
    readonly number: number;
    readonly since: string;
  }[];
}

async function sampleObjects(sql: Sql, requests: number): Promise<Objects> {
  const images = await sql<Objects["images"][number][]>`
    select sop_instance_uid as uid, image.id, code, batch.id::int as key,
      series_instance_uid as series, study_instance_uid as study, accession, patient
    from (select (random() * (select max(id) from image))::bigint as id
      from generate_series(1, ${requests})) drawn
      join image using (id) join batch on batch.id = batch_id
      join series on series.id = series_id join study on study.id = study_id`;
  const waiting = await sql<Objects["waiting"][number][]>`
    select code, file_number as number,
      to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since
    from review_image join batch b on b.id = batch_id order by random() limit ${requests}`;
  return { images, waiting };
}

function pages({ images }: Objects, each: Each): Samples {
  return {
    "overview": each("/"),
    "overview, 30 days by result": each("/?range=30d&series=result"),
    "overview, 8 weeks by modality": each("/?range=8w&series=modality&form=table"),
    "a Batch": images.map(({ code }) => `/batches/${code}`),
    "its images": images.map(({ code }) => `/batches/${code}/images`),
    "its images of a series": images.map(({ code, series }) =>
      `/batches/${code}/images?series=${series}`
    ),
    "an image": images.map(({ uid }) => `/images/${uid}`),
    "targets": each("/targets"),
    "screening": each("/screening"),
    "screening, far down": images.map(({ key }) => `/screening?after=${key}-5`),
    "accounts": each("/accounts"),
    "settings": each("/settings"),
    "help": each("/help"),
    "metrics": each("/metrics"),
  };
}

const statuses = ["NEW", "QUEUE", "PROCESSING", "DELIVERING", "DONE", "EMPTY", "REVIEW", "ERROR"];
const filters = [
  "attention=true",
  "acknowledged=true",
  "status=ERROR&attention=true&error=DELIVERY_FAILED",
  `status=ERROR&attention=true&refusedBy=${encodeURIComponent(targets[0] ?? "")}`,
  ...targets.map((target) => `target=${encodeURIComponent(target)}`),
  "target=none",
  "modality=CT",
  "modality=XA",
  "modality=OPT",
  "modality=XA&status=DONE&since=2026-01-01",
];

function batchLists({ images }: Objects, each: Each): Samples {
  const orders = ["newest", "oldest", "images", "size"];
  const ofEach = (path: (image: Objects["images"][number]) => string): Sample[] =>
    images.map((image) => `/batches?${path(image)}`);
  return {
    ...named(orders, (order) => each(`/batches?order=${order}`)),
    ...named(orders, (order) => ofEach(({ key }) => `order=${order}&after=${key}`)),
    ...named(orders, (order) => ofEach(({ key }) => `order=${order}&before=${key}`)),
    ...named(statuses, (status) => each(`/batches?status=${status}`)),
    ...named(orders, (order) => each(`/batches?status=ERROR&order=${order}&size=200`)),
    ...named(orders, (order) => each(`/batches?modality=XA&order=${order}`)),
    ...named(filters, (filter) => each(`/batches?${filter}`)),
    ...named(filters, (filter) => each(`/batches?order=size&${filter}`)),
    "Batches of a patient": ofEach(({ patient }) => `patient=${patient}`),
    "Batches of a study": ofEach(({ study }) => `study=${study}`),
    "Batches of an accession number": ofEach(({ accession }) => `accession=${accession}`),
    "Batches by code": ofEach(({ code }) => `code=${code.slice(0, 6)}`),
    "Batches, a day half a year ago": each(`/batches?since=${dayAgo(180)}&until=${dayAgo(180)}`),
    "Batches finished in an hour": each(
      `/batches?finishedSince=${dayAgo(90)}T10:00:00Z&finishedBefore=${dayAgo(90)}T11:00:00Z`,
    ),
    "preview: retry all failed": each({
      path: "/batches/actions",
      form: { scope: "all", status: "ERROR" },
    }),
    "preview: acknowledge all": each({
      path: "/batches/acknowledge",
      form: { scope: "all", attention: "true" },
    }),
  };
}

/** A request for each variant; the name of each is its first request. */
function named(variants: readonly string[], of: (variant: string) => Sample[]): Samples {
  return Object.fromEntries(variants.map((variant) => {
    const samples = of(variant);
    return [String(samples[0]), samples];
  }));
}

function searches({ images }: Objects, each: Each): Samples {
  const find = (name: string): Sample => ({ path: "/batches/find", form: { name } });
  return {
    "search: a code": images.map(({ code }) => find(code)),
    "search: the beginning of a code": images.map(({ code }) => find(code.slice(0, 6))),
    "search: a folder": images.map(({ key }) => find(`ST-${key}`)),
    "search: a patient": images.map(({ patient }) => find(patient)),
    "search: an accession number": images.map(({ accession }) => find(accession)),
    "search: the UID of an image": images.map(({ uid }) => find(uid)),
    "search: the UID of a series": images.map(({ series }) => find(series)),
    "search: the UID of a study": images.map(({ study }) => find(study)),
    "search: a modality": each(find("XA")),
    "search: a day": each(find(dayAgo(100))),
    "search: nothing": each(find("P-UNKNOWN")),
  };
}

function reviews({ waiting }: Objects, each: Each): Samples {
  return {
    "review": each("/review"),
    "review, far down": waiting.map(({ code, number, since }) =>
      `/review?after=${encodeURIComponent(`${since}_${number}_${code}`)}`
    ),
    "review of a device": each("/review?device=GE%2C%20device%207&layout=768%20x%201024"),
    "review of a Batch": waiting.map(({ code }) => `/review?batch=${code}`),
    "review of an image": waiting.map(({ code, number }) => `/review/${code}/${number}`),
    "API review": each("/api/review/images"),
  };
}

function api({ images }: Objects, each: Each): Samples {
  return {
    "API batches": each("/api/batches?limit=500"),
    "API batches by code": images.map(({ code }) => `/api/batches?code=${code.slice(0, 6)}`),
    "API one batch": images.map(({ code }) => `/api/batches/${code}`),
    "API images": each("/api/images"),
    "API images, far down": images.map(({ id }) => `/api/images?after=${id}`),
    "API images by Batch": images.map(({ code }) => `/api/images?batch=${code}`),
    "API images by series": images.map(({ series }) => `/api/images?series=${series}`),
    "API images by study": images.map(({ study }) => `/api/images?study=${study}`),
    "API images by patient": images.map(({ patient }) => `/api/images?patient=${patient}`),
    "API series": each("/api/series"),
    "API series, MR": each("/api/series?modality=MR"),
    "API series, a rare modality": each("/api/series?modality=XA"),
    "API series, no such modality": each("/api/series?modality=OPT"),
    "API series by patient": images.map(({ patient }) => `/api/series?patient=${patient}`),
    "API daily, a year": each("/api/metrics/daily?days=366"),
  };
}

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
