import assert from "node:assert/strict";
import { listFiles } from "../../src/folder/list_files.ts";
import { makeByBytes } from "../support/files/make_by_bytes.ts";
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
});

Deno.test("listFiles() rejects directories that are nested too deep", () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}${"/d".repeat(40)}`, { recursive: true });
  assert.throws(() => [...listFiles(base.path)], RangeError);
});

Deno.test("files and directories whose names are not UTF-8 are listed", async () => {
  using base = tempDir();
  await makeByBytes(base.path, "M\\334LLER.dcm", "M\\334LLER-series");
  const listed = [...listFiles(base.path)].map(({ path, isFile }) => [path, isFile]);
  assert.deepEqual(listed, [["M\uFFFDLLER-series", true], ["M\uFFFDLLER.dcm", true]]);
});
