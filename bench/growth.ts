import { claimBatches } from "../src/database/batches/claim_batches.ts";
import { finishBatch } from "../src/database/batches/finish_batch.ts";
import { recordFolders } from "../src/database/batches/record_folders.ts";
import type { Sql, TransactionSql } from "../src/database/connect/sql.ts";
import { storeBatch } from "../src/database/images/store_batch.ts";
import { openDatabase } from "../src/database/open_database.ts";
import type { ImageRow } from "../src/model/image.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const imagesPerBatch = 100;
const measuredBatches = 30;
const unbounded = {
  preferBases: [],
  room: { output: Infinity, state: Infinity },
  starvingSeconds: 30,
};

/** With `BENCH_IMAGES=10000000`, ten millions: this takes 10 GB and a quarter of an hour. */
const mostImages = Number(Deno.env.get("BENCH_IMAGES") ?? 1_000_000);
/** So many Batches are generated in one transaction. */
const batchesAtOnce = 10_000;

/** The database time per image while the catalogue grows from a thousand to a million images. */
export async function growth(): Promise<Figure[]> {
  using directory = tempDir();
  const { sql, close } = await openDatabase({
    stateDir: `${directory.path}/state`,
    connections: 2,
  });
  const figures: Figure[] = [];
  let batches = 0;
  for (let images = 1_000; images <= mostImages; images *= 10) {
    await fillUp(sql, batches + 1, images / imagesPerBatch - measuredBatches);
    const [row] = await sql<{ batches: number }[]>`select count(*)::int as batches from batch`;
    batches = row?.batches ?? 0;
    const milliseconds: number[] = [];
    for (let n = 0; n < measuredBatches; n++) milliseconds.push(await storeOne(sql, ++batches));
    milliseconds.sort((a, b) => a - b);
    figures.push({
      what: `${images} images in the database: claim, store and finish, an image`,
      value: `${(quantile(milliseconds, 0.5) * 1000 / imagesPerBatch).toFixed(0)} µs`,
    });
  }
  const [size] = await sql<{ bytes: number }[]>`
    select pg_database_size(current_database())::float as bytes`;
  await close();
  const each = (size?.bytes ?? NaN) / mostImages;
  return [...figures, { what: "database, an image", value: `${(each / 1000).toFixed(2)} kB` }];
}

async function storeOne(sql: Sql, number: number): Promise<number> {
  const [uid, code] = [`ST-${number}`, `B-${number}`];
  const folder = { uid, code, base: "/inbox", modifiedMs: 0, settled: true };
  await recordFolders(sql, [folder], "NEW");
  const startedAt = performance.now();
  const request = { worker: "bench", origin: "NEW", leaseSeconds: 60, maxAttempts: 3 } as const;
  const [claimed] = await claimBatches(sql, { ...request, ...unbounded }, 1);
  if (!claimed) throw new Error("nothing was claimed");
  const rows = Array.from({ length: imagesPerBatch }, (_, image) => imageRow(number, image));
  await storeBatch(sql, claimed, {
    keyFingerprint: "bench",
    imageChunks: () => [rows],
    skippedChunks: () => [],
    modifiedMs: 0,
    survey: "1 0 0",
    studyDates: 1,
    patients: 1,
    repairs: {},
  });
  await finishBatch(sql, claimed, {});
  return performance.now() - startedAt;
}

/** Adds Batches whose images resemble the measured ones; the database generates the rows. */
async function fillUp(sql: Sql, from: number, count: number): Promise<void> {
  for (let first = from; first < from + count; first += batchesAtOnce) {
    const last = Math.min(from + count, first + batchesAtOnce) - 1;
    await sql.begin((transaction) => insertAll(transaction, first, last));
  }
  await sql`vacuum analyze`;
}

async function insertAll(sql: TransactionSql, first: number, last: number): Promise<void> {
  const { header } = imageRow(0, 0);
  await sql`
    insert into batch (uid, code, base, origin, status, folder_modified_at, finished_at, images)
    select 'ST-' || n, 'B-' || n, '/inbox', 'NEW', 'DONE', now(), now(), ${imagesPerBatch}
    from generate_series(${first}::int, ${last}::int) n`;
  await sql`
    insert into study (study_instance_uid, patient)
    select '2.25.' || n || '.1', 'P-' || n from generate_series(${first}::int, ${last}::int) n`;
  await sql`
    insert into series (study_id, series_instance_uid)
    select id, study_instance_uid || '.2' from study
    where study_instance_uid in (select '2.25.' || n || '.1'
      from generate_series(${first}::int, ${last}::int) n)`;
  await sql`
    insert into image (batch_id, series_id, sop_instance_uid, transfer_syntax_uid, file_number,
      bytes, header, sha256)
    select batch.id, series.id, md5(n || '.' || i) || md5(i || '-' || n), '1.2.840.10008.1.2.1', i, 526000,
      jsonb_set(${header}::text::jsonb, '{00080018,Value,0}', to_jsonb(md5(n || '.' || i))),
      md5(i || n::text) || md5(n || i::text)
    from generate_series(${first}::int, ${last}::int) n join batch on uid = 'ST-' || n
      join study on study_instance_uid = '2.25.' || n || '.1'
      join series on study_id = study.id cross join generate_series(1, ${imagesPerBatch}::int) i`;
}

function imageRow(batch: number, image: number): ImageRow {
  const study = `2.25.${batch}.1`;
  const sopInstanceUid = `2.25.${batch}${String(image).padStart(30, "0")}`;
  const text = (tag: number): [string, { vr: string; Value: string[] }] => [
    tag.toString(16).padStart(8, "0"),
    { vr: "LO", Value: [`value ${tag % 7} of ${batch}`] },
  ];
  const header = {
    "00080018": { vr: "UI", Value: [sopInstanceUid] },
    ...Object.fromEntries(Array.from({ length: 45 }, (_, n) => text(0x00180010 + n))),
  };
  return {
    fileNumber: image + 1,
    sourcePath: `${image}.dcm`,
    path: `${image}.dcm`,
    bytes: 526_000,
    sha256: "ab".repeat(32),
    sopInstanceUid,
    sopClassUid: null,
    instanceNumber: image + 1,
    transferSyntaxUid: "1.2.840.10008.1.2.1",
    imageRows: 512,
    imageColumns: 512,
    frames: null,
    header: JSON.stringify(header),
    studyInstanceUid: study,
    patient: `P-${batch}`,
    accession: `A${batch}`,
    studyDate: "2020-01-01",
    studyDescription: null,
    seriesInstanceUid: `${study}.2`,
    seriesNumber: 1,
    modality: "CT",
    bodyPart: "CHEST",
    seriesDescription: null,
    manufacturer: null,
    model: null,
    screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
    keptByRecipe: [],
    repairs: [],
    findings: null,
    identity: identityRow(`${batch}`, study, sopInstanceUid),
  };
}

function identityRow(
  patientId: string,
  studyInstanceUid: string,
  sopInstanceUid: string,
): ImageRow["identity"] {
  return {
    sopInstanceUid,
    issuer: null,
    patientId,
    patientName: null,
    birthDate: null,
    studyInstanceUid,
    studyDate: null,
    accessionIssuer: null,
    accessionNumber: "1",
    uids: [{ uid: sopInstanceUid, pseudonym: sopInstanceUid }],
  };
}
