import assert from "node:assert/strict";
import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import { costlyFiles } from "../../support/dicom/costly_files.ts";
import { figure } from "../../support/figures.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { poolSetup } from "../../support/deidentify/pool_setup.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("sixteen costly files of one Batch do not keep another Batch of one image waiting", async () => {
  using directory = tempDir();
  const folder = `${directory.path}/ST-1`;
  Deno.mkdirSync(folder);
  const bytes = costlyFiles["300,000 items of nothing"]?.() ?? new Uint8Array(0);
  for (let number = 1; number <= 16; number++) Deno.writeFileSync(`${folder}/${number}`, bytes);
  makeStudy(directory.path, "ST-2", 2, 1);
  const outputs = [`${directory.path}/output`];
  using pool = openImagePool(2, { inboxes: [directory.path], outputs }, poolSetup, 60_000);
  const ended: string[] = [];
  const run = async (code: string, name: string, numbers: readonly number[]): Promise<void> => {
    const files = numbers.map((number) => (
      { number, path: code === "B-1" ? `${number}` : "IM00001.dcm", isFile: true }
    ));
    const place = { folder: `${directory.path}/${name}`, staged: `${outputs}/${code}.tmp1`, code };
    const outcomes = await pool.run({ ...place, files });
    assert.equal(outcomes.length, files.length);
    ended.push(code);
  };
  const costly = [0, 4, 8, 12].map((first) =>
    run("B-1", "ST-1", [1, 2, 3, 4].map((number) => first + number))
  );
  await run("B-2", "ST-2", [1]);
  assert.deepEqual(ended, ["B-2"], "no chunk of the costly files has ended before");
  await Promise.all(costly);
  assert.equal(ended.length, 5);
  figure("costly files beside a Batch of one image, which did not wait", 16);
});
