import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { corpusFolder } from "../../bench/privacy/read_corpus.ts";
import { writeCorpus } from "../../bench/privacy/write_corpus.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Of the corpus before the first score, with the correction that its README names. */
const frozen = "cad249d0e1dac1341ad993d5193940ef722c916f8ed8ae035062ba8c4df0cb2a";

/** Of the images of two patients with seed 7. */
const madeOfSeven = "033efce42b5b096ef851a8acd52fbabf8603f69c39c6072eeaa724e3d22e2a5f";

function digestOfFiles(folder: string): string {
  const hash = createHash("sha256");
  for (const path of filesBelow(folder)) {
    hash.update(`${path}\n`).update(Deno.readFileSync(`${folder}/${path}`));
  }
  return hash.digest("hex");
}

Deno.test("the texts and the answer key of the privacy benchmark are those that were frozen", () => {
  assert.equal(digestOfFiles(corpusFolder), frozen);
});

Deno.test("the same seed makes the same images and answer key, another seed makes others", () => {
  using directory = tempDir();
  const make = (name: string, seed: number): [digest: string, asked: unknown] => {
    const folder = `${directory.path}/${name}`;
    const asked = writeCorpus(folder, { seed, patients: 2 });
    return [digestOfFiles(folder), asked];
  };
  const [first, again, other] = [make("1", 7), make("2", 7), make("3", 8)];
  assert.equal(
    first[0],
    madeOfSeven,
    "a generator that makes others needs new figures in the docs",
  );
  assert.deepEqual(again, first);
  assert.notEqual(other[0], first[0]);
});

Deno.test("the halves of a corpus have different patients and are the whole together", () => {
  using directory = tempDir();
  const make = (half?: "a" | "b"): number[] =>
    writeCorpus(`${directory.path}/${half}`, { seed: 7, patients: 4, half })
      .map(({ number }) => number);
  const [a, b] = [make("a"), make("b")];
  assert.ok(a.length > 0 && b.length > 0);
  assert.deepEqual([...a, ...b].sort((x, y) => x - y), make());
});
