import assert from "node:assert/strict";
import { resolveBases } from "../../src/folder/resolve_bases.ts";

const dataBase = "/data";

Deno.test("a subfolder given as a flag wins over DATA_INPUT_FOLDERS", () => {
  const settings = { dataBase, dataSubfolder: "1_2", dataInputFolders: "/data/1_{0..7}" };
  assert.deepEqual(resolveBases({ ...settings, subfolderFirst: true }), ["/data/1_2"]);
});

Deno.test("DATA_INPUT_FOLDERS wins over DATA_SUBFOLDER, which wins over DATA_BASE", () => {
  const subfolderFirst = false;
  const both = { dataBase, dataSubfolder: "s", dataInputFolders: "/x,/y" };
  assert.deepEqual(resolveBases({ ...both, subfolderFirst }), ["/x", "/y"]);
  assert.deepEqual(resolveBases({ dataBase, dataSubfolder: "s", subfolderFirst }), ["/data/s"]);
  assert.deepEqual(resolveBases({ dataBase, subfolderFirst }), ["/data"]);
});

Deno.test("braces in DATA_INPUT_FOLDERS expand, commas inside them do not split", () => {
  const bases = resolveBases({
    dataBase,
    dataInputFolders: "/data/1_{0..2}, /in/{a,b},/data/1_1,relative",
    subfolderFirst: false,
  });
  assert.deepEqual(bases, [
    "/data/1_0",
    "/data/1_1",
    "/data/1_2",
    "/in/a",
    "/in/b",
    "/data/relative",
  ]);
});

Deno.test("a subfolder or relative input folder must not be outside of DATA_BASE", () => {
  const subfolderFirst = false;
  for (const dataSubfolder of ["../x", "a/../..", "..", "/x"]) {
    assert.throws(
      () => resolveBases({ dataBase, dataSubfolder, subfolderFirst }),
      { code: "SETTINGS", message: /--subfolder\) .* is outside of DATA_BASE \/data$/ },
    );
  }
  assert.throws(
    () => resolveBases({ dataBase, dataInputFolders: "a,../{b,c}", subfolderFirst }),
    { code: "SETTINGS", message: /DATA_INPUT_FOLDERS \.\.\/b is outside/ },
  );
  const inside = { dataBase, dataSubfolder: "..a/b", subfolderFirst };
  assert.deepEqual(resolveBases(inside), ["/data/..a/b"]);
  assert.deepEqual(resolveBases({ ...inside, dataSubfolder: "/data/b" }), ["/data/b"]);
});
