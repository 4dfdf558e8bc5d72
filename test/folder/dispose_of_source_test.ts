import assert from "node:assert/strict";
import { disposeOfSource } from "../../src/folder/dispose_of_source.ts";
import { writeRemovals } from "../../src/folder/set_aside.ts";
import { type SurveyedEntry, surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

type Source = Parameters<typeof disposeOfSource>[0];

function source(base: string): Source {
  const survey = surveyText(surveyFolder(makeStudy(base, "ST-1", 1, 2)));
  return { base, uid: "ST-1", code: "B-1", survey, isResumed: false };
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
  const aside = makeStudy(directory.path, ".deleting-B-1", 1, 1);
  const entries: SurveyedEntry[] = [];
  surveyFolder(aside, (entry) => void entries.push(entry));
  writeRemovals(one, entries);
  assert.deepEqual([...disposeOfSource(one, "delete")], []);
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
  assert.deepEqual([...disposeOfSource(one, "delete")], [], "and again");
});

for (const policy of ["archive", "delete"] as const) {
  Deno.test(`a folder that changed after it was read is not touched by ${policy}`, () => {
    using directory = tempDir();
    const one = source(directory.path);
    Deno.writeTextFileSync(`${directory.path}/ST-1/late.dcm`, "late");
    const news = [...disposeOfSource(one, policy)];
    assert.deepEqual(news.map(({ name }) => name), ["source.kept"]);
    assert.deepEqual(filesBelow(directory.path), [...images, "late.dcm"].map((n) => `ST-1/${n}`));
  });
}

Deno.test("a refusal by the operating system is news, and the folder stays", () => {
  using directory = tempDir();
  const one = source(directory.path);
  Deno.writeTextFileSync(`${directory.path}/.archive`, "a file where the archive should be");
  const [news] = [...disposeOfSource(one, "archive")];
  assert.equal(news?.name, "source.kept");
  assert.match(String(news?.reason), /refused to move or delete the folder \(AlreadyExists\)/);
  assert.ok(Deno.statSync(`${directory.path}/ST-1`).isDirectory);
});

Deno.test("an archive that is a link is not followed out of the inbox", () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/inbox`);
  Deno.mkdirSync(`${directory.path}/elsewhere`);
  Deno.symlinkSync(`${directory.path}/elsewhere`, `${directory.path}/inbox/.archive`);
  const [news] = [...disposeOfSource(source(`${directory.path}/inbox`), "archive")];
  assert.equal(news?.name, "source.kept");
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/elsewhere`)], []);
});

Deno.test("a deletion that finds a link in its place removes the link alone", () => {
  using directory = tempDir();
  const base = `${directory.path}/inbox`;
  Deno.mkdirSync(base);
  makeStudy(directory.path, "elsewhere", 2);
  const one = source(base);
  Deno.symlinkSync(`${directory.path}/elsewhere`, `${base}/.deleting-B-1`);
  assert.deepEqual([...disposeOfSource(one, "delete")], []);
  assert.deepEqual([...Deno.readDirSync(base)], []);
  assert.equal(filesBelow(`${directory.path}/elsewhere`).length, 2);
});

for (const isResumed of [false, true]) {
  Deno.test(`a source that was written to since is not deleted, resumed: ${isResumed}`, () => {
    using directory = tempDir();
    const one = { ...source(directory.path), isResumed };
    const folder = `${directory.path}/ST-1`;
    Deno.writeTextFileSync(`${folder}/IMG0001.dcm`, "in place");
    const news = [...disposeOfSource(one, "delete"), ...disposeOfSource(one, "archive")];
    assert.deepEqual(news.map(({ name }) => name), ["source.kept", "source.kept"]);
    assert.deepEqual(filesBelow(folder), images);
  });
}

Deno.test("a source of which nobody knows how it was read is not deleted", () => {
  using directory = tempDir();
  const one = { ...source(directory.path), survey: null, isResumed: true };
  const news = [...disposeOfSource(one, "delete")];
  assert.deepEqual(news.map(({ name }) => name), ["source.kept"]);
  assert.deepEqual(filesBelow(`${directory.path}/ST-1`), images);
});

/** Whether a source is said to be gone. */
function isGone(run: Generator<IntakeEvent, boolean>): boolean {
  let step = run.next();
  while (!step.done) step = run.next();
  return step.value;
}

for (const policy of ["archive", "delete"] as const) {
  Deno.test(`${policy} tells whether the source is gone, whatever has its name`, () => {
    using directory = tempDir();
    const one = source(directory.path);
    const resumed = { ...one, isResumed: true };
    const folder = `${directory.path}/ST-1`;
    Deno.utimeSync(folder, 1, 5);
    assert.equal(isGone(disposeOfSource(one, policy)), false, "it was just read");
    assert.equal(isGone(disposeOfSource(resumed, policy)), true, "after a crash it may be another");
    assert.ok(Deno.statSync(folder).isDirectory, "which stays");
    const survey = surveyText(surveyFolder(folder));
    assert.equal(isGone(disposeOfSource({ ...one, survey }, policy)), true, "it is taken away");
    assert.equal(isGone(disposeOfSource(one, policy)), true, "it is gone already");
    const base = `${directory.path}/not-mounted`;
    assert.equal(isGone(disposeOfSource({ ...one, base }, policy)), false, "nobody knows");
  });
}
