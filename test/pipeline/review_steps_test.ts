import assert from "node:assert/strict";
import type { ManifestLine } from "../../src/model/delivery.ts";
import type { FileDecision } from "../../src/model/review.ts";
import { manifestName, readManifest, writeManifest } from "../../src/output/manifest.ts";
import { exists } from "../../src/system/paths.ts";
import { readWaitingWords, writeWaitingWords } from "../../src/pipeline/waiting_words.ts";
import { digestOf } from "../support/database/review.ts";
import { Bench } from "../support/program/job_bench.ts";
import { tempDir } from "../support/temp_dir.ts";

const review = { reviewing: true, hasReview: true } as const;

function decision(fileNumber: number, action: FileDecision["action"]): FileDecision {
  return { fileNumber, action, sha256: digestOf(fileNumber), bytes: 3, boxes: [], isNew: true };
}

/** A Batch with an output of one image, and the originals of two that wait. */
async function benchIn(directory: string): Promise<Bench> {
  const [output, quarantine] = [`${directory}/output/B-1`, `${directory}/quarantine/B-1`];
  for (const path of [`${output}/1/2`, quarantine]) Deno.mkdirSync(path, { recursive: true });
  Deno.writeTextFileSync(`${output}/1/2/2.25.900.dcm`, "placed");
  const line = { path: "1/2/2.25.900.dcm", SOPInstanceUID: "2.25.900", bytes: 6, sha256: "x" };
  await writeManifest(output, [[{ ...line, StudyInstanceUID: "1", SeriesInstanceUID: "2" }]]);
  for (const number of [1, 2]) {
    Deno.writeTextFileSync(`${quarantine}/${digestOf(number)}.dcm`, "own");
  }
  const bench = new Bench(directory);
  bench.decisions = [decision(1, "release"), decision(2, "reject")];
  bench.storedImages = 2; // one that is placed, and the released one
  return bench;
}

async function linesOf(directory: string): Promise<ManifestLine[]> {
  return (await Array.fromAsync(readManifest(`${directory}/output/B-1`))).flat();
}

Deno.test("a job of a review adds images to the output, and reads originals only", async () => {
  using directory = tempDir();
  const { path } = directory;
  const bench = await benchIn(path);
  const before = Deno.statSync(`${path}/output/B-1/1/2/2.25.900.dcm`).ino;
  const news = await bench.run(undefined, review);
  assert.deepEqual(bench.moves, ["store decided", "carried out with images", "finish"]);
  assert.equal(news.at(-1)?.name, "batch.finished");
  const lines = await linesOf(path);
  assert.deepEqual(lines.map(({ SOPInstanceUID }) => SOPInstanceUID), ["2.25.900", "2.25.1"]);
  for (const { path: image } of lines) assert.ok(exists(`${path}/output/B-1/${image}`));
  const placed = Deno.statSync(`${path}/output/B-1/1/2/2.25.900.dcm`);
  assert.deepEqual([placed.ino, placed.nlink], [before, 1], "it was linked, not copied");
  assert.ok(!exists(`${path}/quarantine/B-1`));
  assert.deepEqual([...Deno.readDirSync(`${path}/output`)].map(({ name }) => name), ["B-1"]);
});

Deno.test("repeated after a crash at any point, the job leaves the same output", async () => {
  using directory = tempDir();
  const { path } = directory;
  const bench = await benchIn(path);
  await bench.run(undefined, review);
  const first = await linesOf(path);
  Deno.mkdirSync(`${path}/quarantine/B-1`);
  Deno.writeTextFileSync(`${path}/quarantine/B-1/${digestOf(1)}.dcm`, "own");
  await bench.run(undefined, { ...review, claim: 2 });
  assert.deepEqual(await linesOf(path), first);
});

Deno.test("originals of other files stay, with the words of the Batch", async () => {
  using directory = tempDir();
  const bench = await benchIn(directory.path);
  const words = { names: ["jane"], identifiers: [], places: [], short: [], placeNames: [] };
  await writeWaitingWords(`${directory.path}/quarantine`, "B-1", { "1.2.1": words });
  bench.decisions = [decision(1, "release")];
  bench.openReviews = new Set([digestOf(2)]);
  await bench.run(undefined, review);
  const left = [...Deno.readDirSync(`${directory.path}/quarantine/B-1`)].map(({ name }) => name);
  assert.deepEqual(left.sort(), [`${digestOf(2)}.dcm`, "words.json"]);
  const kept = await readWaitingWords(`${directory.path}/quarantine`, "B-1");
  assert.deepEqual(kept, { "1.2.1": words });
  assert.deepEqual(await readWaitingWords(`${directory.path}/quarantine`, "B-2"), {});
});

Deno.test("if all images are rejected, the output is not touched", async () => {
  using directory = tempDir();
  const bench = await benchIn(directory.path);
  bench.decisions = [decision(1, "reject")];
  const manifest = `${directory.path}/output/B-1/${manifestName}`;
  const before = Deno.statSync(manifest).ino;
  await bench.run(undefined, review);
  assert.deepEqual(bench.moves, ["store decided", "carried out", "finish"]);
  assert.equal(Deno.statSync(manifest).ino, before);
});

Deno.test("an output that lacks an image of the catalogue is not replaced by a smaller one", async () => {
  using directory = tempDir();
  const bench = await benchIn(directory.path);
  bench.storedImages = 3;
  await bench.run(undefined, review);
  assert.deepEqual(bench.moves, ["store decided", "fail MANIFEST_DAMAGED"]);
  assert.equal((await linesOf(directory.path)).length, 1);
});

Deno.test("a Batch without any output gets one", async () => {
  using directory = tempDir();
  const bench = await benchIn(directory.path);
  Deno.removeSync(`${directory.path}/output/B-1`, { recursive: true });
  bench.storedImages = 1;
  await bench.run(undefined, review);
  assert.deepEqual(bench.moves, ["store decided", "carried out with images", "finish"]);
  assert.equal((await linesOf(directory.path)).length, 1);
});
