import { join } from "node:path";
import { openThumbnailThreads, thumbnailsBy } from "../src/app/quarantine_ports.ts";
import { openReviewPorts } from "../src/app/review_ports.ts";
import type { Sql } from "../src/database/connect/sql.ts";
import { openDatabase } from "../src/database/open_database.ts";
import { originalName } from "../src/output/quarantine.ts";
import { keepThumbnail } from "../src/output/thumbnail.ts";
import type { PicturePool } from "../src/pictures/picture_pool.ts";
import { createApp, type WebApp } from "../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../src/web/security/accounts.ts";
import { portsOf } from "../test/support/web/web_ports.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";
import { type Original, originalsOf, writeOriginals } from "./review_originals.ts";

const waiting = 10_000;
const [requests, pictures] = [100, 20];
const token = "di_bench";
const accounts = parseAccounts(formatAccounts(
  [{ kind: "token", name: "bench", role: "reviewer", hash: hashToken(token) }],
));

/**
 * The response times of the pages and pictures of a review while 10,000 images wait, and how long a
 * job needs to draw thumbnails.
 */
export async function reviewPages(): Promise<Figure[]> {
  const directory = Deno.makeTempDirSync({ prefix: "review-" });
  Deno.chmodSync(directory, 0o755);
  const database = await openDatabase({ stateDir: `${directory}/state`, connections: 6 });
  const quarantine = `${directory}/quarantine`;
  try {
    const { sql } = database;
    await fill(sql);
    const originals = await writeOriginals(sql, quarantine);
    using review = openReviewPorts({ sql, quarantine, fourEyes: false });
    const ports = { ...portsOf(sql, { accounts: () => accounts }), review };
    using app = createApp(ports, (error) => {
      throw error;
    });
    const figures = [];
    for (const [what, path] of Object.entries(await pagesOf(sql))) {
      figures.push(await measure(app, what, path, requests));
    }
    const withoutFile = "thumbnail without a file";
    for (const { kind, path } of originals) {
      figures.push(
        await measure(app, `${withoutFile}: ${kind}`, () => `${path}/thumbnail`, pictures),
      );
      figures.push(await measure(app, `large picture: ${kind}`, () => `${path}/picture`, pictures));
    }
    using threads = openThumbnailThreads(quarantine);
    for (const original of originals) figures.push(await draw(original, quarantine, threads));
    for (const { kind, path } of originals) {
      figures.push(await measure(app, `thumbnail: ${kind}`, () => `${path}/thumbnail`, requests));
    }
    const paths = originals.map(({ path }) => `${path}/thumbnail`);
    const next = (at: number): string => paths[at % paths.length] ?? "";
    figures.push(await measure(app, "thumbnail: six requests at once", next, requests, 6));
    return figures;
  } finally {
    await database.close();
    Deno.removeSync(directory, { recursive: true });
  }
}

/** Draws and keeps the thumbnail of an original, as the job does that finds that it must wait. */
async function draw(
  { kind, sha256 }: Original,
  quarantine: string,
  threads: PicturePool,
): Promise<Figure> {
  const drawThumbnail = thumbnailsBy(threads);
  const times: number[] = [];
  for (let at = -1; at < pictures; at++) {
    const startedAt = performance.now();
    const png = await drawThumbnail(join(quarantine, originalsOf, originalName(sha256)));
    if (!png) throw new Error(`${kind}: no thumbnail`);
    await keepThumbnail(quarantine, originalsOf, sha256, png);
    if (at >= 0) times.push(performance.now() - startedAt); // the first one starts a thread
  }
  return { what: `job draws a thumbnail: ${kind}`, value: spread(times) };
}

/** 1,000 Batches with ten waiting images each, of 40 kinds of devices. */
async function fill(sql: Sql): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, stage, folder_modified_at)
    select 'f-' || n, 'B-' || n, '/in', 'NEW', 'REVIEW', 'finished', now()
    from generate_series(0, ${waiting / 10 - 1}) n`;
  await sql`
    insert into review_image (batch_id, file_number, sha256, bytes, modality, device, layout,
      reason, boxes, frames, image_rows, image_columns, series, since)
    select b.id, n, lpad((b.id * 10 + n)::text, 64, '0'), 1, 'US',
      'GE, device ' || b.id % 40, '768 x 1024',
      'BurnedInAnnotation is absent, Modality US',
      '[{"left": 0, "top": 0, "width": 640, "height": 40}]', 1, 768, 1024, '2.25.' || b.id,
      now() - make_interval(secs => b.id * 10 + n)
    from batch b cross join generate_series(0, 9) n`;
  await sql`analyze`;
}

async function pagesOf(sql: Sql): Promise<Record<string, (at: number) => string>> {
  const rows = await sql<{ code: string; number: number; since: string }[]>`
    select code, file_number as number,
      to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since
    from review_image join batch b on b.id = batch_id order by random() limit ${requests}`;
  const of = (at: number) => rows[at % rows.length] ?? { code: "", number: 0, since: "" };
  return {
    "grid: the first page": () => "/review",
    "grid: a later page": (at) => {
      const { code, number, since } = of(at);
      return `/review?after=${encodeURIComponent(`${since}_${number}_${code}`)}`;
    },
    "grid: one kind of image": (at) => {
      const device = encodeURIComponent(`GE, device ${at % 40}`);
      return `/review?device=${device}&layout=768%20x%201024`;
    },
    "one image": (at) => `/review/${of(at).code}/${of(at).number}`,
    "API: a page of 100": () => "/api/review/images",
    "overview": () => "/",
  };
}

async function measure(
  app: WebApp,
  what: string,
  pathOf: (at: number) => string,
  count: number,
  atOnce = 1,
): Promise<Figure> {
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (at: number): Promise<number> => {
    const startedAt = performance.now();
    const answer = await app.fetch(new Request(`http://h${pathOf(at)}`, { headers }), {});
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
    return performance.now() - startedAt;
  };
  await ask(0); // loads code
  const times: number[] = [];
  for (let at = 0; at < count; at += atOnce) {
    const asked = Array.from({ length: atOnce }, (_, more) => ask(at + more));
    for (const time of await Promise.all(asked)) times.push(time);
  }
  return { what, value: spread(times) };
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const [median, late] = [0.5, 0.95].map((share) => quantile(sorted, share).toFixed(0));
  return `p50 ${median} ms, p95 ${late} ms`;
}
