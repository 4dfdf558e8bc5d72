import assert from "node:assert/strict";
import { isSameSurvey, surveyFolder } from "../../src/folder/survey_folder.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("surveyFolder() counts files at every depth; surveys are equal if nothing changed", () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}/series`);
  for (const path of ["1.dcm", "series/2.dcm"]) Deno.writeTextFileSync(`${base.path}/${path}`, "x");
  const before = surveyFolder(base.path);
  assert.equal(before.files, 2);
  Deno.readTextFileSync(`${base.path}/1.dcm`);
  assert.ok(isSameSurvey(surveyFolder(base.path), before));
});

Deno.test("a file that grows, and a file whose times are set, change the survey", () => {
  using base = tempDir();
  const path = `${base.path}/1.dcm`;
  Deno.writeTextFileSync(path, "x");
  Deno.utimeSync(path, 1000, 1000);
  Deno.utimeSync(base.path, 1000, 1000);
  const before = surveyFolder(base.path);
  assert.ok(before.changedMs > Date.now() - 60_000, "not the time that was set");
  assert.ok(before.changedMs < Date.now() + 1000);
  Deno.writeTextFileSync(path, "y", { append: true });
  assert.equal(isSameSurvey(surveyFolder(base.path), before), false);
});

Deno.test("surveyFolder() throws if the folder does not exist", () => {
  assert.throws(() => surveyFolder("/nowhere/at/all"), Deno.errors.NotFound);
});
