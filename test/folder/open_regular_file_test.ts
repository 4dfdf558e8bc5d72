import assert from "node:assert/strict";
import { openRegularFile } from "../../src/folder/open_regular_file.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

/** A Batch's folder with one file, and a secret file outside of the inbox. */
function inbox(directory: string): string {
  const folder = `${directory}/inbox/ST-1`;
  Deno.mkdirSync(`${folder}/series`, { recursive: true });
  Deno.mkdirSync(`${directory}/elsewhere`);
  for (const path of ["inbox/ST-1/1.dcm", "inbox/ST-1/series/2.dcm", "elsewhere/2.dcm"]) {
    Deno.writeTextFileSync(`${directory}/${path}`, path);
  }
  return folder;
}

Deno.test("a regular file is opened, also if the inbox is a link", () => {
  using directory = tempDir();
  inbox(directory.path);
  Deno.symlinkSync(`${directory.path}/inbox`, `${directory.path}/link`);
  for (const base of ["inbox", "link"]) {
    for (const path of ["1.dcm", "series/2.dcm"]) {
      openRegularFile(`${directory.path}/${base}/ST-1`, path).file.close();
    }
  }
});

Deno.test("links, directories and pipes that replaced a listed file are not opened", async () => {
  using directory = tempDir();
  const folder = inbox(directory.path);
  Deno.removeSync(`${folder}/series`, { recursive: true });
  Deno.symlinkSync(`${directory.path}/elsewhere`, `${folder}/series`);
  Deno.symlinkSync(`${directory.path}/elsewhere/2.dcm`, `${folder}/link.dcm`);
  Deno.symlinkSync("1.dcm", `${folder}/inside.dcm`);
  await run("mkfifo", [`${folder}/pipe`]);
  for (const path of ["series/2.dcm", "link.dcm", "inside.dcm", "pipe"]) {
    assert.throws(() => openRegularFile(folder, path), { code: "NOT_A_FILE" }, path);
  }
});

Deno.test("a folder that was replaced by a link is not followed", () => {
  using directory = tempDir();
  const folder = inbox(directory.path);
  Deno.removeSync(folder, { recursive: true });
  Deno.symlinkSync(`${directory.path}/elsewhere`, folder);
  assert.throws(() => openRegularFile(folder, "2.dcm"), { code: "NOT_A_FILE" });
});

Deno.test("a name that is not UTF-8 is reported as the reason", () => {
  assert.throws(() => openRegularFile("/nowhere", "M\uFFFDLLER.dcm"), {
    code: "UNREADABLE",
    reason: /UTF-8/,
  });
});

Deno.test("a pipe or link that replaces a file at any moment is not read and does not block", async () => {
  using directory = tempDir();
  const folder = inbox(directory.path);
  const [path, pipe, link] = ["1.dcm", "pipe", "link"].map((name) => `${folder}/${name}`);
  assert.ok(path && pipe && link);
  const swapper = new Worker(import.meta.resolve("../support/files/swap_files.ts"), {
    type: "module",
  });
  const stop = new Int32Array(new SharedArrayBuffer(4));
  await run("mkfifo", [pipe]);
  Deno.symlinkSync(`${directory.path}/elsewhere/2.dcm`, link);
  Deno.renameSync(path, `${folder}/file`);
  const ready = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  swapper.onmessage = ({ data }) => (data === "ready" ? ready : stopped).resolve();
  swapper.postMessage({ path, takes: [`${folder}/file`, pipe, link], stop });
  await ready.promise;
  const buffer = new Uint8Array(100);
  for (let round = 0; round < 500; round++) {
    try {
      const { file } = openRegularFile(folder, "1.dcm");
      using _ = file;
      const text = new TextDecoder().decode(buffer.subarray(0, file.readSync(buffer) ?? 0));
      assert.equal(text, "inbox/ST-1/1.dcm");
    } catch (error) {
      assert.ok(error instanceof Error && !(error instanceof assert.AssertionError));
    }
  }
  Atomics.store(stop, 0, 1);
  await stopped.promise;
  swapper.terminate();
});
