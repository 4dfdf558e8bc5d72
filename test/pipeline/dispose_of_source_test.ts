import assert from "node:assert/strict";
import { lastModified } from "../../src/folder/last_modified.ts";
import { disposeOfSource } from "../../src/pipeline/dispose_of_source.ts";
import { makeStudy } from "../support/inbox.ts";
import { filesBelow } from "../support/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

function source(base: string): { base: string; uid: string; code: string; modifiedMs: number } {
  const folder = makeStudy(base, "ST-1", 1, 2);
  return { base, uid: "ST-1", code: "B-1", modifiedMs: lastModified(folder) ?? 0 };
}

const images = ["IMG0001.dcm", "IMG0002.dcm"];

Deno.test("archive moves a folder into .archive of its inbox, beside one of the same name", () => {
  using directory = tempDir();
  const base = directory.path;
  assert.deepEqual([...disposeOfSource(source(base), "archive")], []);
  assert.deepEqual([...disposeOfSource(source(base), "archive")], []);
  assert.deepEqual(
    filesBelow(base),
    ["ST-1.1", "ST-1"].flatMap((name) => images.map((image) => `.archive/${name}/${image}`)),
  );
});

Deno.test("delete removes a folder, and what a deletion that was cut off has left", () => {
  using directory = tempDir();
  const one = source(directory.path);
  makeStudy(directory.path, ".deleting-B-1", 1, 1);
  assert.deepEqual([...disposeOfSource(one, "delete")], []);
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
  assert.deepEqual([...disposeOfSource(one, "delete")], [], "and again");
});

for (const policy of ["archive", "delete"] as const) {
  Deno.test(`a folder that changed after it was read is not touched by ${policy}`, () => {
    using directory = tempDir();
    const one = source(directory.path);
    Deno.writeTextFileSync(`${directory.path}/ST-1/late.dcm`, "late");
    Deno.utimeSync(`${directory.path}/ST-1`, 1, one.modifiedMs / 1000 + 5);
    const news = [...disposeOfSource(one, policy)];
    assert.deepEqual(news.map(({ event }) => event), ["source.kept"]);
    assert.deepEqual(filesBelow(directory.path), [...images, "late.dcm"].map((n) => `ST-1/${n}`));
  });
}

Deno.test("a refusal by the operating system is news, and the folder stays", () => {
  using directory = tempDir();
  const one = source(directory.path);
  Deno.writeTextFileSync(`${directory.path}/.archive`, "a file where the archive should be");
  const [news] = [...disposeOfSource(one, "archive")];
  assert.equal(news?.event, "source.kept");
  assert.match(String(news?.reason), /refuses \(AlreadyExists\)/);
  assert.ok(Deno.statSync(`${directory.path}/ST-1`).isDirectory);
});
