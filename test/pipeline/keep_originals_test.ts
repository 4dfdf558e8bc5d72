import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { ImageOutcome, ImageRow, SkippedFile } from "../../src/model/image.ts";
import { originalName, thumbnailName } from "../../src/output/quarantine.ts";
import type { ImageTask } from "../../src/pipeline/image/image_task.ts";
import { keepOriginals } from "../../src/pipeline/keep_originals.ts";
import { Spool } from "../../src/pipeline/spool.ts";
import { image } from "../support/database/batches.ts";
import { digestOf, waitingFile } from "../support/database/review.ts";
import { exists } from "../../src/system/paths.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { Bench } from "../support/program/job_bench.ts";
import { tempDir } from "../support/temp_dir.ts";

const png = Uint8Array.of(1, 2, 3);
const plain: SkippedFile = { fileNumber: 9, path: "x", code: "NOT_DICOM", reason: "it is none" };

interface Kept {
  readonly isKept: boolean;
  /** The files in the quarantine. */
  readonly left: readonly string[];
  /** The numbers of the files that threads copied. */
  readonly copied: readonly number[];
  readonly drawn: readonly string[];
}

/** Keeps the originals of these files; those of `present` were copied by their threads. */
async function kept(
  files: readonly SkippedFile[],
  present: readonly number[],
  { draw = () => png, digest = digestOf }: {
    readonly draw?: (original: string) => Uint8Array | undefined;
    /** Of the file with this number, as it is read now. */
    readonly digest?: (number: number) => string;
  } = {},
): Promise<Kept> {
  using directory = tempDir();
  using skipped = new Spool<SkippedFile>(directory.path, "skipped");
  for (const file of files) skipped.push(file);
  const quarantine = `${directory.path}/quarantine`;
  const folder = `${quarantine}/B-1`;
  Deno.mkdirSync(folder, { recursive: true });
  for (const number of present) {
    Deno.writeTextFileSync(`${folder}/${originalName(digestOf(number))}`, "");
  }
  const [copied, drawn]: [number[], string[]] = [[], []];
  const run = ({ files, copyTo, folder: from }: ImageTask): Promise<ImageOutcome[]> => {
    assert.deepEqual([copyTo, from], [folder, "/in/ST-1"]);
    const outcomes = files.map(({ number: fileNumber, path }): ImageOutcome => {
      copied.push(fileNumber);
      const sha256 = digest(fileNumber);
      Deno.writeTextFileSync(`${folder}/${originalName(sha256)}`, "");
      return { kind: "skipped", skipped: { ...plain, fileNumber, path, review: { sha256 } } };
    });
    return Promise.resolve(outcomes);
  };
  const drawThumbnail = (original: string): Promise<Uint8Array | undefined> => {
    assert.ok(exists(original), "it is copied first");
    drawn.push(original.slice(folder.length + 1));
    return Promise.resolve(draw(original));
  };
  const waitingCount = files.filter(({ review }) => review?.waiting).length;
  const isKept = await keepOriginals(
    { skipped, waitingCount },
    { folder: "/in/ST-1", staged: "/out", code: "B-1" },
    { quarantine, pool: { run }, drawThumbnail },
    new AbortController().signal,
  );
  return { isKept, left: filesBelow(folder), copied, drawn };
}

function namesOf(numbers: readonly number[], name = originalName): string[] {
  return numbers.map((number) => name(digestOf(number)));
}

Deno.test("each image that waits has a copy and a thumbnail, and no other file has", async () => {
  const rejected = { ...plain, fileNumber: 3, review: { sha256: digestOf(3) } };
  const files = [waitingFile(1), plain, rejected, waitingFile(2)];
  const { isKept, left, copied } = await kept(files, [1, 2]);
  assert.ok(isKept);
  assert.deepEqual(copied, []);
  assert.deepEqual(left, [...namesOf([1, 2]), ...namesOf([1, 2], thumbnailName)].sort());
});

Deno.test("an image that waits without a copy gets one: the gate of its Batch held it back", async () => {
  const numbers = Array.from({ length: 20 }, (_, at) => at + 1);
  const files = numbers.map((number) => waitingFile(number));
  const { isKept, left, copied } = await kept(files, [2]);
  assert.ok(isKept);
  assert.deepEqual(copied, numbers.filter((number) => number !== 2));
  assert.equal(left.length, 40);
});

Deno.test("a file that has changed since it was read does not wait", async () => {
  const { isKept, drawn } = await kept([waitingFile(1)], [], { digest: () => digestOf(7) });
  assert.equal(isKept, false);
  assert.deepEqual(drawn, []);
});

Deno.test("an image that cannot be drawn waits without a thumbnail", async () => {
  const draw = (path: string) => path.endsWith(originalName(digestOf(1))) ? undefined : png;
  const { isKept, left } = await kept([waitingFile(1), waitingFile(2)], [1, 2], { draw });
  assert.ok(isKept);
  assert.deepEqual(left, [...namesOf([1, 2]), ...namesOf([2], thumbnailName)].sort());
});

Deno.test("an image whose release the gate of its Batch prevents has a copy before it is stored that it waits", async () => {
  using directory = tempDir();
  const { path } = directory;
  makeStudy(path, "ST-1", 1, 2);
  const bench = new Bench(path);
  bench.thumbnail = png;
  const { review } = waitingFile(2);
  const row = (number: number): ImageRow =>
    number === 1 ? image(1) : image(2, { ...inOtherStudy, ...review ? { review } : {} });
  const quarantine = `${path}/quarantine/B-1`;
  const run = (task: ImageTask): Promise<ImageOutcome[]> =>
    Promise.resolve(task.files.map(({ number: fileNumber, path }): ImageOutcome => {
      if (task.copyTo === undefined) return { kind: "image", row: stage(task, row(fileNumber)) };
      bench.moves.push(`copy ${fileNumber}`);
      assert.equal(task.copyTo, quarantine);
      Deno.mkdirSync(quarantine, { recursive: true });
      Deno.writeTextFileSync(`${quarantine}/${originalName(digestOf(2))}`, "");
      const copied = { review: { sha256: digestOf(2) } };
      return { kind: "skipped", skipped: { ...plain, fileNumber, path, ...copied } };
    }));
  await bench.run(bench.ports(run));
  assert.deepEqual(bench.moves, ["copy 2", "store", "finish"]);
  const [skipped] = [...bench.content?.skippedChunks() ?? []].flat();
  assert.equal(skipped?.code, "GATE");
  assert.ok(skipped.review?.waiting);
  assert.deepEqual(filesBelow(quarantine), [...namesOf([2]), ...namesOf([2], thumbnailName)]);
});

/** The same study of the source has another UID in this output. */
const inOtherStudy = { studyInstanceUid: "2.25.1001", path: "2.25.1001/2.25.2000/2.25.2.dcm" };

function stage({ staged }: ImageTask, row: ImageRow): ImageRow {
  Deno.mkdirSync(dirname(`${staged}/${row.path}`), { recursive: true });
  Deno.writeFileSync(`${staged}/${row.path}`, new Uint8Array(row.bytes));
  return row;
}
