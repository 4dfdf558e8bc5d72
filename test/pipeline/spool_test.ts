import assert from "node:assert/strict";
import { Spool } from "../../src/pipeline/spool.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a spool gives back what was put in, twice, and leaves no file", () => {
  using directory = tempDir();
  {
    using spool = new Spool<{ n: number; text: string }>(directory.path, "rows");
    const rows = Array.from({ length: 3456 }, (_, n) => ({ n, text: `é\n${n}` }));
    for (const row of rows) spool.push(row);
    assert.equal([...Deno.readDirSync(directory.path)].length, 1);
    for (const _ of [1, 2]) {
      const chunks = [...spool.chunks()];
      assert.ok(chunks.every((chunk) => chunk.length <= 1000));
      assert.deepEqual(chunks.flat(), rows);
    }
  }
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
});

Deno.test("a few rows never touch the disk", () => {
  using spool = new Spool<number>("/nowhere", "rows");
  spool.push(1);
  assert.deepEqual([...spool.chunks()], [[1]]);
});
