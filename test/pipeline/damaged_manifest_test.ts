import assert from "node:assert/strict";
import { surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import type { Job } from "../../src/model/batch.ts";
import { exists } from "../../src/system/paths.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { Bench } from "../support/program/job_bench.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What may have happened to a manifest of three lines. */
const damage: Readonly<Record<string, (lines: string[]) => string>> = {
  "one line less": ([, ...rest]) => rest.join(""),
  "no lines": () => "",
  "half a line": (lines) => lines.join("").slice(0, -30),
  "one line twice, in place of another": ([first = "", , last = ""]) => first + first + last,
  "a line of JSON that is not an image": (lines) => [...lines.slice(1), "null\n"].join(""),
};

/** A placed Batch of three images, and a job that continues with it and deletes its source. */
async function placed(directory: string): Promise<{ bench: Bench; folder: string; job: Job }> {
  const folder = makeStudy(directory, "ST-1", 1, 3);
  await new Bench(directory).run();
  const bench = new Bench(directory);
  bench.after = "delete";
  bench.storedImages = 3;
  const job = { survey: surveyText(surveyFolder(folder)), claim: 2 } as Job;
  return { bench, folder, job };
}

function rewrite(directory: string, change: (lines: string[]) => string): void {
  const path = `${directory}/output/B-1/manifest.jsonl`;
  Deno.writeTextFileSync(path, change(Deno.readTextFileSync(path).match(/.*\n/g) ?? []));
}

for (const [name, change] of Object.entries(damage)) {
  for (const stage of ["deliver", "dispose"] as const) {
    Deno.test(`an output is made again at stage ${stage} if its manifest has ${name}`, async () => {
      using directory = tempDir();
      const { bench, folder, job } = await placed(directory.path);
      rewrite(directory.path, change);
      await bench.run(undefined, { ...job, stage });
      assert.deepEqual(bench.moves, ["store", "dispose", "finish"]);
      assert.ok(!exists(folder), "the new output is complete");
    });
  }

  Deno.test(`a Batch with ${name} in its manifest is reported if its source is gone`, async () => {
    using directory = tempDir();
    const { bench, folder, job } = await placed(directory.path);
    rewrite(directory.path, change);
    Deno.removeSync(folder, { recursive: true });
    await bench.run(undefined, { ...job, stage: "deliver" });
    await bench.run(undefined, { ...job, stage: "dispose" });
    assert.deepEqual(bench.moves, ["fail FOLDER_GONE", "fail MANIFEST_DAMAGED"]);
  });
}

Deno.test("a source that is no longer complete is kept if the output has lost a line", async () => {
  using directory = tempDir();
  const { bench, folder, job } = await placed(directory.path);
  rewrite(directory.path, ([, ...rest]) => rest.join(""));
  Deno.writeTextFileSync(`${folder}/another.dcm`, "x");
  Deno.renameSync(folder, `${directory.path}/.deleting-B-1`);
  await bench.run(undefined, { ...job, stage: "dispose" });
  assert.deepEqual(bench.moves, ["fail MANIFEST_DAMAGED"]);
  assert.ok(exists(`${folder}/another.dcm`), "it has its name again");
});

for (const stage of ["deliver", "dispose"] as const) {
  Deno.test(`an output that agrees with the catalogue is not made again at stage ${stage}`, async () => {
    using directory = tempDir();
    const { bench, folder, job } = await placed(directory.path);
    await bench.run(undefined, { ...job, stage });
    assert.deepEqual(bench.moves, stage === "deliver" ? ["dispose", "finish"] : ["finish"]);
    assert.ok(!exists(folder));
  });
}

Deno.test("an output that was moved elsewhere does not prevent the disposal", async () => {
  using directory = tempDir();
  const { bench, folder, job } = await placed(directory.path);
  Deno.removeSync(`${directory.path}/output/B-1`, { recursive: true });
  await bench.run(undefined, { ...job, stage: "dispose" });
  assert.deepEqual(bench.moves, ["finish"]);
  assert.ok(!exists(folder));
});

Deno.test("an output that the catalogue does not know is not replaced if its manifest is damaged", async () => {
  for (const [name, change] of Object.entries(damage)) {
    using directory = tempDir();
    const { folder } = await placed(directory.path);
    rewrite(directory.path, change);
    Deno.removeSync(`${folder}/IMG0001.dcm`);
    const bench = new Bench(directory.path);
    await bench.run(undefined, { claim: 2 });
    assert.match(bench.moves.join(), /^fail (NAME_TAKEN|MANIFEST_DAMAGED)$/, name);
  }
});
