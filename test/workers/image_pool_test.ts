import assert from "node:assert/strict";
import { openImagePool } from "../../src/workers/image_pool.ts";
import { listFiles } from "../../src/folder/list_files.ts";
import { makeStudy } from "../support/inbox.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a pool works on more chunks than it has threads, each file once", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 40);
  using pool = openImagePool(2, [directory.path], { key: new Uint8Array(32) });
  const files = [...listFiles(folder)];
  const outcomes = await Promise.all(
    files.map((file) => pool.run({ folder, code: "B-1", files: [file] })),
  );
  const numbers = outcomes.flat().map((o) => o.kind === "image" ? o.row.fileNumber : 0);
  assert.deepEqual(numbers, files.map(({ number }) => number));
});

Deno.test("a thread may read the inboxes and nothing else", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  using pool = openImagePool(1, [`${directory.path}/elsewhere`], { key: new Uint8Array(32) });
  const [outcome] = await pool.run({ folder, code: "B-1", files: [...listFiles(folder)] });
  assert.ok(outcome?.kind === "skipped");
  assert.equal(outcome.skipped.code, "UNREADABLE");
});

Deno.test("a thread that dies fails its chunks and is replaced", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  const files = [...listFiles(folder)];
  const noSetup = JSON.parse("null"); // the thread throws at its first message
  using broken = openImagePool(1, [directory.path], noSetup);
  await assert.rejects(() => broken.run({ folder, code: "B-1", files }), { code: "WORKER_DIED" });
  await assert.rejects(() => broken.run({ folder, code: "B-1", files }), { code: "WORKER_DIED" });
});
