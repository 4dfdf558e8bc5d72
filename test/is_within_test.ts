import assert from "node:assert/strict";
import { isWithin } from "../src/system/paths.ts";
import { tempDir } from "./support/temp_dir.ts";

Deno.test("a directory is within itself and its parents, but not within its neighbours", () => {
  assert.ok(isWithin("/data/in", "/data/in"));
  assert.ok(isWithin("/data/in/..out", "/data/in"));
  assert.ok(isWithin("/data/in/a/b", "/data/in"));
  assert.ok(!isWithin("/data/in2", "/data/in"));
  assert.ok(!isWithin("/data", "/data/in"));
});

Deno.test("links are resolved", () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/in/out`, { recursive: true });
  Deno.symlinkSync(`${directory.path}/in/out`, `${directory.path}/link`);
  assert.ok(isWithin(`${directory.path}/link`, `${directory.path}/in`));
});

Deno.test("for a path that does not exist, its existing parent directory is resolved", () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/in`);
  Deno.symlinkSync(`${directory.path}/in`, `${directory.path}/link`);
  assert.ok(isWithin(`${directory.path}/link/out/deep`, `${directory.path}/in`));
});
