import assert from "node:assert/strict";
import { listFiles } from "../../../src/folder/list_files.ts";
import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { poolSetup } from "../../support/deidentify/pool_setup.ts";
import { tempDir } from "../../support/temp_dir.ts";

const setup = {
  ...poolSetup,
  filesAtOnce: 16,
} as const;

Deno.test("threads that have nothing to do end, all but one, and start again when there is work", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 20);
  const directories = { inboxes: [directory.path], outputs: [`${directory.path}/output`] };
  using pool = openImagePool(3, directories, setup, 60_000, 200);
  const task = { folder, staged: `${directory.path}/output/B-1.tmp1`, code: "B-1" };
  const work = async (): Promise<void> => {
    const chunks = [...listFiles(folder)].map((file) => pool.run({ ...task, files: [file] }));
    assert.equal(pool.threads(), 3);
    const kinds = (await Promise.all(chunks)).flat().map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ["image"]);
  };
  await work();
  while (pool.threads() > 1) await new Promise((resolve) => setTimeout(resolve, 20));
  await work();
});
