import assert from "node:assert/strict";
import { originalName, thumbnailName, wordsName } from "../../src/output/quarantine.ts";
import {
  clearQuarantine,
  type OriginalsInCatalogue,
  sweepQuarantine,
} from "../../src/output/sweep_quarantine.ts";
import { digestOf } from "../support/database/review.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

const [one, two] = [digestOf(1), digestOf(2)];

/** Writes files of a Batch to the quarantine. */
function put(directory: string, code: string, names: readonly string[]): void {
  Deno.mkdirSync(`${directory}/${code}`, { recursive: true });
  for (const name of names) Deno.writeTextFileSync(`${directory}/${code}/${name}`, name);
}

const ofTwo = [originalName(one), thumbnailName(one), originalName(two), thumbnailName(two)];

/** A catalogue that needs these originals of Batches that no job processes. */
function catalogueOf(needed: Readonly<Record<string, readonly string[]>>): OriginalsInCatalogue {
  const known = new Map(Object.entries(needed).map(([code, digests]) => [code, new Set(digests)]));
  return {
    ofIdle: (codes) =>
      Promise.resolve(new Map([...known].filter(([code]) => codes.includes(code)))),
    whileIdle: (code, clear) => clear(known.get(code) ?? assert.fail(code)),
  };
}

Deno.test("clearing keeps the copies and thumbnails that are needed, and the words while any is", async () => {
  using directory = tempDir();
  const { path } = directory;
  put(path, "B-1", [...ofTwo, wordsName, "unfinished.tmp"]);
  await clearQuarantine(path, "B-1", new Set([two]));
  assert.deepEqual(filesBelow(`${path}/B-1`), [...ofTwo.slice(2), wordsName].sort());
  await clearQuarantine(path, "B-1", new Set());
  assert.deepEqual([...Deno.readDirSync(path)], []);
  await clearQuarantine(path, "B-1", new Set());
});

Deno.test("copies that were made without a review stay", async () => {
  using directory = tempDir();
  put(directory.path, "B-1", ["12.dcm", originalName(one)]);
  await clearQuarantine(directory.path, "B-1", new Set());
  assert.deepEqual(filesBelow(directory.path), ["B-1/12.dcm"]);
});

Deno.test("a sweep deletes what no row needs, and nothing of Batches that are processed or unknown", async () => {
  using directory = tempDir();
  const { path } = directory;
  for (const code of ["B-1", "B-2", "B-RUNS", "notes"]) put(path, code, ofTwo);
  await sweepQuarantine(path, catalogueOf({ "B-1": [one], "B-2": [] }));
  assert.deepEqual(
    filesBelow(path).sort(),
    [
      ...ofTwo.slice(0, 2).map((name) => `B-1/${name}`),
      ...["B-RUNS", "notes"].flatMap((code) => ofTwo.map((name) => `${code}/${name}`)),
    ].sort(),
  );
});

Deno.test("what is needed is asked again while the Batch cannot be claimed", async () => {
  using directory = tempDir();
  const { path } = directory;
  put(path, "B-1", ofTwo);
  const before = catalogueOf({ "B-1": [one] });
  const now = catalogueOf({ "B-1": [one, two] }); // a job has ended in between
  await sweepQuarantine(path, { ...before, whileIdle: now.whileIdle });
  assert.deepEqual(filesBelow(`${path}/B-1`), [...ofTwo].sort());
});

Deno.test("only the given Batches are swept; a directory that does not exist is no fault", async () => {
  using directory = tempDir();
  const { path } = directory;
  for (const code of ["B-1", "B-2"]) put(path, code, ofTwo);
  await sweepQuarantine(path, catalogueOf({ "B-1": [], "B-2": [] }), ["B-2", "B-3"]);
  assert.deepEqual([...Deno.readDirSync(path)].map(({ name }) => name), ["B-1"]);
  await sweepQuarantine(`${path}/none`, catalogueOf({}));
});
