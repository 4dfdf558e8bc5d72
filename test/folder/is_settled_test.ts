import assert from "node:assert/strict";
import { isSettled } from "../../src/folder/is_settled.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a folder is settled when nothing in it changed for the given time", () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}/ST-1/series`, { recursive: true });
  Deno.writeTextFileSync(`${base.path}/ST-1/series/1.dcm`, "x");
  const now = Date.now();
  assert.equal(isSettled(`${base.path}/ST-1`, 2000, now + 1000), false);
  assert.equal(isSettled(`${base.path}/ST-1`, 2000, now + 5000), true);
});

Deno.test("a copy that set its files' times back is still judged by when it wrote them", () => {
  using base = tempDir();
  Deno.writeTextFileSync(`${base.path}/1.dcm`, "x");
  Deno.utimeSync(`${base.path}/1.dcm`, 1000, 1000);
  Deno.utimeSync(base.path, 1000, 1000);
  assert.equal(isSettled(base.path, 2000, Date.now()), false);
});

Deno.test("a folder that is gone is not settled", () => {
  assert.equal(isSettled("/nowhere/at/all", 0, Date.now()), false);
});
