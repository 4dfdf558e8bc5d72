import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { requireExpectedFiles } from "../../src/folder/expected_files.ts";
import { expectedInstances, readExpected } from "../../src/folder/read_expected.ts";
import { FolderTaskRunner } from "../../src/folder/threads/folder_tasks.ts";
import { tempDir } from "../support/temp_dir.ts";

const counted = () => {
  const seen = { bytes: 0, entries: 0 };
  const onProgress = {
    bytes: (amount: number) => void (seen.bytes += amount),
    entry: () => void seen.entries++,
  };
  return { seen, onProgress };
};

Deno.test("a file that is listed 2,000 times is hashed once", () => {
  using directory = tempDir();
  const bytes = new Uint8Array(100_000).fill(7);
  Deno.writeFileSync(`${directory.path}/a.dcm`, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const list = Array.from({ length: 2000 }, () => ({ path: "a.dcm", bytes: bytes.length, sha256 }));
  const { seen, onProgress } = counted();
  requireExpectedFiles(directory.path, { files: 1, list }, onProgress);
  assert.equal(seen.bytes, bytes.length);
});

Deno.test("200,000 wrong entries take seconds, not minutes", () => {
  using directory = tempDir();
  Deno.writeFileSync(`${directory.path}/a.dcm`, new Uint8Array(1));
  const list = Array.from({ length: 200_000 }, () => ({ path: "a.dcm", bytes: 2 }));
  const { seen, onProgress } = counted();
  const before = Deno.memoryUsage().heapUsed;
  assert.throws(() => requireExpectedFiles(directory.path, { files: 1, list }, onProgress), {
    message: /200000 of different size \(entries 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … of/,
  });
  assert.ok(seen.entries >= 200, "progress is reported");
  assert.ok(Deno.memoryUsage().heapUsed - before < 100e6);
});

Deno.test("the first invalid entry is named, and the others are not parsed", () => {
  using directory = tempDir();
  const list = Array.from({ length: 1000 }, (_, at) => at < 3 ? { path: "a" } : { sh256: "x" });
  Deno.writeTextFileSync(`${directory.path}/.expected.json`, JSON.stringify({ files: 0, list }));
  assert.throws(() => readExpected(directory.path), { message: /invalid at list\.3$/ });
});

Deno.test("more instances than files make a folder incomplete", () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/ST-1`);
  const list = ["1.2", "1.2", "1.3"].map((SOPInstanceUID) => ({ SOPInstanceUID }));
  const expected = (files: number): void => {
    Deno.writeTextFileSync(
      `${directory.path}/ST-1/.expected.json`,
      JSON.stringify({ files, list }),
    );
  };
  const place = { kind: "expect", base: directory.path, uid: "ST-1", code: "B-1" } as const;
  for (const name of ["a", "b"]) Deno.writeTextFileSync(`${directory.path}/ST-1/${name}`, name);
  expected(2);
  assert.deepEqual(new FolderTaskRunner().run(place), ["1.2", "1.3"], "each is expected once");
  Deno.removeSync(`${directory.path}/ST-1/b`);
  expected(1);
  assert.throws(() => new FolderTaskRunner().run(place), { code: "INCOMPLETE" });
  assert.deepEqual(expectedInstances({ files: 2, list }), ["1.2", "1.3"]);
});
