import assert from "node:assert/strict";
import { sweepOutput } from "../../src/output/staged_folder.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

/** An output directory of folders, each with a file that says where it was. */
function outputOf(directory: string, names: readonly string[]): void {
  for (const name of names) {
    Deno.mkdirSync(`${directory}/${name}`);
    Deno.writeTextFileSync(`${directory}/${name}/is`, name);
  }
}

const known = [
  { code: "B-DONE", claim: 3, isProcessing: false },
  { code: "B-WORKS", claim: 3, isProcessing: true },
  { code: "B-LOST", claim: 2, isProcessing: false },
];

Deno.test("a sweep removes what dead and fenced jobs left, and nothing else", async () => {
  using directory = tempDir();
  const kept = [
    "B-DONE",
    "B-WORKS.tmp3",
    "B-OTHER.tmp1",
    "B-X",
    "notes.tmp1",
    "B-DONE.tmp",
    "P-1.tmp1",
  ];
  const strays = ["B-DONE.tmp2", "B-DONE.tmp3", "B-DONE.tmp1-replaced", "B-WORKS.tmp2-discarded"];
  outputOf(directory.path, [...kept, ...strays]);
  assert.equal(await sweepOutput(directory.path, () => Promise.resolve(known)), 4);
  const left = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
  assert.deepEqual(left.sort(), kept.sort());
});

Deno.test("an output that was moved aside when its job died goes back to its place", async () => {
  using directory = tempDir();
  outputOf(directory.path, ["B-LOST.tmp2-replaced", "B-LOST.tmp2"]);
  await sweepOutput(directory.path, () => Promise.resolve(known));
  assert.deepEqual(filesBelow(directory.path), ["B-LOST/is"]);
  assert.equal(Deno.readTextFileSync(`${directory.path}/B-LOST/is`), "B-LOST.tmp2-replaced");
});
