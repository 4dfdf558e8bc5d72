import assert from "node:assert/strict";
import { lastModified } from "../../src/folder/last_modified.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("lastModified() is the latest modification of a folder and the folders in it", () => {
  using base = tempDir();
  const folder = `${base.path}/ST-1`;
  Deno.mkdirSync(`${folder}/a/b`, { recursive: true });
  for (const [path, seconds] of [["a/b", 3000], ["a", 2000], ["", 1000]] as const) {
    Deno.utimeSync(`${folder}/${path}`, seconds, seconds);
  }
  assert.equal(lastModified(folder), 3_000_000);
});

Deno.test("lastModified() is undefined for a file, a link or a missing path", () => {
  using base = tempDir();
  Deno.writeTextFileSync(`${base.path}/file`, "");
  Deno.symlinkSync(base.path, `${base.path}/link`);
  for (const name of ["file", "link", "nothing", "file/below"]) {
    assert.equal(lastModified(`${base.path}/${name}`), undefined, name);
  }
});
