import assert from "node:assert/strict";
import { listFiles } from "../../../src/folder/list_files.ts";
import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import type { ImageDirectories } from "../../../src/pipeline/image/start_image_worker.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { poolSetup } from "../../support/deidentify/pool_setup.ts";
import { tempDir } from "../../support/temp_dir.ts";

const setup = {
  ...poolSetup,
  filesAtOnce: 2,
} as const;

function directories(base: string): ImageDirectories {
  return { inboxes: [base], outputs: [`${base}/output`] };
}

function batch(base: string): { folder: string; staged: string; code: string } {
  return { folder: `${base}/ST-1`, staged: `${base}/output/B-1.tmp1`, code: "B-1" };
}

Deno.test("a pool works on more chunks than it has threads, each file once", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 40);
  using pool = openImagePool(2, directories(directory.path), setup, 60_000);
  const files = [...listFiles(folder)];
  const outcomes = await Promise.all(
    files.map((file) => pool.run({ ...batch(directory.path), files: [file] })),
  );
  const numbers = outcomes.flat().map((o) => o.kind === "image" ? o.row.fileNumber : 0);
  assert.deepEqual(numbers, files.map(({ number }) => number));
});

Deno.test("a thread may read the inboxes, write to the output, and do nothing else", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  using pool = openImagePool(1, directories(`${directory.path}/elsewhere`), setup, 60_000);
  const task = { ...batch(directory.path), files: [...listFiles(folder)] };
  const [outcome] = await pool.run(task);
  assert.ok(outcome?.kind === "skipped");
  assert.equal(outcome.skipped.code, "UNREADABLE");
  const outputBase = `${directory.path}/elsewhere`;
  using other = openImagePool(
    1,
    { inboxes: [directory.path], outputs: [outputBase] },
    setup,
    60_000,
  );
  await assert.rejects(() => other.run(task), { code: "OUTPUT_UNWRITABLE" });
});

Deno.test("an inbox that is admitted later is read, and what was in hand is done to its end", async () => {
  using directory = tempDir();
  const files = [...listFiles(makeStudy(directory.path, "ST-1", 1, 20))];
  const another = `${directory.path}/another`;
  makeStudy(another, "ST-1", 2, 20);
  const outputs = [`${directory.path}/output`];
  using pool = openImagePool(2, { inboxes: [`${directory.path}/ST-1`], outputs }, setup, 60_000);
  const runAll = (folder: string) =>
    files.map((file) => pool.run({ ...batch(directory.path), folder, files: [file] }));
  const inHand = runAll(`${directory.path}/ST-1`);
  pool.allowInbox(another);
  const outcomes = await Promise.all([...inHand, ...runAll(`${another}/ST-1`)]);
  assert.deepEqual([...new Set(outcomes.flat().map(({ kind }) => kind))], ["image"]);
});

Deno.test("a thread that dies fails its chunks and is replaced", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  const files = [...listFiles(folder)];
  const noSetup = JSON.parse("{}"); // the thread throws at its first message
  using broken = openImagePool(1, directories(directory.path), noSetup, 60_000);
  await assert.rejects(() => broken.run({ ...batch(directory.path), files }), {
    code: "WORKER_DIED",
  });
  await assert.rejects(() => broken.run({ ...batch(directory.path), files }), {
    code: "WORKER_DIED",
  });
});
