import { openReviewPorts } from "../src/app/review_ports.ts";
import type { Sql } from "../src/database/connect/sql.ts";
import { openDatabase } from "../src/database/open_database.ts";
import { quarantinePath } from "../src/output/quarantine.ts";
import { encodeJpegLs } from "../src/pixels/codecs/encode_jpeg_ls.ts";
import { CodecHolder, codecsPath } from "../src/pixels/codecs/codec_libraries.ts";
import type { FrameShape } from "../src/pixels/frames/frame_shape.ts";
import { createApp, type WebApp } from "../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../src/web/security/accounts.ts";
import { compressedImage } from "../test/support/dicom/compressed_images.ts";
import { nativeImage } from "../test/support/dicom/native_image.ts";
import { sampleFrame } from "../test/support/dicom/sample_frames.ts";
import { portsOf } from "../test/support/web/web_ports.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const waiting = 10_000;
const [requests, pictures] = [100, 30];
const token = "di_bench";
const accounts = parseAccounts(formatAccounts(
  [{ kind: "token", name: "bench", role: "reviewer", hash: hashToken(token) }],
));

/** The response times of the pages and pictures of a review while 10,000 images wait. */
export async function reviewPages(): Promise<Figure[]> {
  const directory = Deno.makeTempDirSync({ prefix: "review-" });
  Deno.chmodSync(directory, 0o755);
  const database = await openDatabase({ stateDir: `${directory}/state`, connections: 6 });
  const quarantine = `${directory}/quarantine`;
  try {
    const { sql } = database;
    await fill(sql);
    const kinds = await writeOriginals(quarantine);
    using review = openReviewPorts({ sql, quarantine, fourEyes: false });
    const ports = { ...portsOf(sql, { accounts: () => accounts }), review };
    using app = createApp(ports, (error) => {
      throw error;
    });
    const figures = [];
    for (const [what, path] of Object.entries(await pagesOf(sql))) {
      figures.push(await measure(app, what, path, requests));
    }
    for (const [number, kind] of kinds.entries()) {
      const path = `/review/B-0/${number}/picture`;
      figures.push(await measure(app, `thumbnail: ${kind}`, () => `${path}?max=240`, pictures));
      figures.push(await measure(app, `large picture: ${kind}`, () => path, pictures));
    }
    return figures;
  } finally {
    await database.close();
    Deno.removeSync(directory, { recursive: true });
  }
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
    select b.id, n, 'x', 1, 'US', 'GE, device ' || b.id % 40, '768 x 1024',
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
): Promise<Figure> {
  const times: number[] = [];
  const headers = { authorization: `Bearer ${token}` };
  for (let at = -1; at < count; at++) {
    const startedAt = performance.now();
    const answer = await app.fetch(new Request(`http://h${pathOf(at + 1)}`, { headers }), {});
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
    if (at >= 0) times.push(performance.now() - startedAt); // the first one loads code
  }
  const sorted = times.toSorted((a, b) => a - b);
  const [median, late] = [0.5, 0.95].map((share) => quantile(sorted, share).toFixed(0));
  return { what, value: `p50 ${median} ms, p95 ${late} ms` };
}

const grey = { samples: 1, bytesPerSample: 1, bitsStored: 8, isSigned: false };
const us: FrameShape = { ...grey, rows: 768, columns: 1024, samples: 3, colours: "RGB" };
const cine: FrameShape = { ...grey, rows: 480, columns: 640, colours: "MONOCHROME2" };
const deep = { ...grey, bytesPerSample: 2, bitsStored: 12, colours: "MONOCHROME2" };
const mammogram: FrameShape = { ...deep, rows: 3328, columns: 2560 };
const slice: FrameShape = { ...deep, rows: 512, columns: 512 };

/** Writes an original of each kind; returns their names. */
async function writeOriginals(quarantine: string): Promise<string[]> {
  const holder = new CodecHolder(codecsPath());
  await holder.load();
  const options = { hasColourTransform: false, isByResolution: false };
  const frame = sampleFrame(slice, "smooth", 1);
  const j2k = holder.codecs?.encode("encodeJpeg2000", frame, slice, options);
  const large = encodeJpegLs(sampleFrame(mammogram, "smooth", 1), mammogram, 12, false);
  const kinds: readonly (readonly [string, Uint8Array])[] = [
    ["ultrasound in colour, 1024 x 768", native(us)],
    ["ultrasound, 640 x 480, the first of 20 frames", native(cine, 20)],
    [
      "12 bits, 512 x 512, JPEG 2000",
      compressedImage(
        { shape: slice, frames: 1 },
        "1.2.840.10008.1.2.4.90",
        [j2k ?? new Uint8Array(0)],
      ),
    ],
    ["mammogram, 12 bits, 2560 x 3328, native", native(mammogram)],
    [
      "mammogram, 12 bits, 2560 x 3328, JPEG-LS",
      compressedImage(
        { shape: mammogram, frames: 1 },
        "1.2.840.10008.1.2.4.80",
        [large],
      ),
    ],
  ];
  Deno.mkdirSync(`${quarantine}/B-0`, { recursive: true });
  for (const [number, [, bytes]] of kinds.entries()) {
    Deno.writeFileSync(quarantinePath(quarantine, "B-0", number), bytes);
  }
  return kinds.map(([name]) => name);
}

function native(shape: FrameShape, frames = 1): Uint8Array {
  const { rows, columns, samples, bytesPerSample, bitsStored, colours } = shape;
  const frame = sampleFrame(shape, "smooth", 1);
  const pixels = new Uint8Array(frames * frame.length);
  for (let at = 0; at < frames; at++) pixels.set(frame, at * frame.length);
  const bits = 8 * bytesPerSample;
  return nativeImage(
    { rows, columns, frames, bits, stored: bitsStored, samples, colours },
    pixels,
  );
}
