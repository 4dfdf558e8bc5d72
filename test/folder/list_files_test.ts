import assert from "node:assert/strict";
import { countFiles, listFiles } from "../../src/folder/list_files.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("listFiles() numbers files of nested folders in path order and never follows links", () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}/b/deep`, { recursive: true });
  for (const path of ["c", "b/2", "b/deep/1", "a"]) {
    Deno.writeTextFileSync(`${base.path}/${path}`, "");
  }
  Deno.symlinkSync("/etc", `${base.path}/d-link`);
  assert.deepEqual([...listFiles(base.path)], [
    { number: 1, path: "a", isFile: true },
    { number: 2, path: "b/2", isFile: true },
    { number: 3, path: "b/deep/1", isFile: true },
    { number: 4, path: "c", isFile: true },
    { number: 5, path: "d-link", isFile: false },
  ]);
  assert.equal(countFiles(base.path), 5);
});

Deno.test("listFiles() refuses directories nested without end", () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}${"/d".repeat(40)}`, { recursive: true });
  assert.throws(() => [...listFiles(base.path)], RangeError);
});
