import assert from "node:assert/strict";
import { isFinished } from "../../src/folder/is_finished.ts";

Deno.test("a folder is finished when its extension does not start with tmp", () => {
  for (
    const name of ["ST-1", "1.2.840.7", "tmp-ST-1", "tmp", "ST-1.atmp", "a.tm", "ST 1.x", "é.dcm"]
  ) {
    assert.equal(isFinished(name), true, name);
  }
});

Deno.test("a folder whose extension starts with tmp in any letter case is not finished", () => {
  for (
    const name of [
      "ST-000001.tmp2343",
      "ST-1.TMP",
      "ST-1.tmporary",
      "a.b.Tmp1",
      "ST-1.tmp",
      "x.tMp.tmp",
    ]
  ) {
    assert.equal(isFinished(name), false, name);
  }
});

Deno.test("the extension is the text after the last dot", () => {
  assert.equal(isFinished("ST-1.tmp.done"), true);
  assert.equal(isFinished("ST-1.done.tmp"), false);
});

Deno.test("hidden folders are never finished", () => {
  assert.equal(isFinished(".archive"), false);
  assert.equal(isFinished(""), false);
});
