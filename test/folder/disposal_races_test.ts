import assert from "node:assert/strict";
import {
  disposeOfSource,
  type SourceFolder,
  undoDisposal,
} from "../../src/folder/dispose_of_source.ts";
import { isFinished } from "../../src/folder/is_finished.ts";
import { asidePath, setAside, writeRemovals } from "../../src/folder/set_aside.ts";
import { type SurveyedEntry, surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

type Policy = Parameters<typeof disposeOfSource>[1];

const files = ["a.dcm", "b.dcm", "deep/c.dcm"];

/** A folder of three small files, as a job has read it. */
function read(base: string, isResumed = false): SourceFolder {
  Deno.mkdirSync(`${base}/ST-1/deep`, { recursive: true });
  for (const file of files) Deno.writeTextFileSync(`${base}/ST-1/${file}`, file);
  const survey = surveyText(surveyFolder(`${base}/ST-1`));
  return { base, uid: "ST-1", code: "B-1", survey, isResumed };
}

function dispose(
  source: SourceFolder,
  policy: Policy,
  onEntry?: () => void,
): { isGone: boolean; news: IntakeEvent[] } {
  const news: IntakeEvent[] = [];
  const run = disposeOfSource(source, policy, onEntry);
  for (let step = run.next();; step = run.next()) {
    if (step.done) return { isGone: step.value, news };
    news.push(step.value);
  }
}

/** Calls `act` at the entry of that number. */
function atEntry(number: number, act: () => void): () => void {
  let at = 0;
  return () => {
    if (++at === number) act();
  };
}

/** What a job has written down before it removes anything. */
function decideRemoval(source: SourceFolder): void {
  const entries: SurveyedEntry[] = [];
  surveyFolder(asidePath(source), (entry) => void entries.push(entry));
  writeRemovals(source, entries);
}

// five entries are surveyed in place, five aside, then five are removed
for (const entry of Array.from({ length: 14 }, (_, at) => at + 1)) {
  Deno.test(`a file that comes while the folder is deleted is kept and reported (entry ${entry})`, () => {
    using directory = tempDir();
    const one = read(directory.path);
    const late = (): void => {
      const folder = [`${one.base}/ST-1`, asidePath(one)].find((path) => {
        try {
          return Deno.statSync(path).isDirectory;
        } catch {
          return false;
        }
      });
      Deno.writeTextFileSync(`${folder}/late.dcm`, "late");
    };
    const { news } = dispose(one, "delete", atEntry(entry, late));
    assert.deepEqual(news.map(({ name }) => name), ["source.kept"]);
    assert.equal(Deno.readTextFileSync(`${one.base}/ST-1/late.dcm`), "late");
    assert.deepEqual([...Deno.readDirSync(one.base)].map(({ name }) => name), ["ST-1"]);
  });
}

Deno.test("a file that is written to between the survey and its removal is kept", () => {
  using directory = tempDir();
  const one = read(directory.path);
  const write = (): void => Deno.writeTextFileSync(`${asidePath(one)}/a.dcm`, "written to");
  const { isGone, news } = dispose(one, "delete", atEntry(11, write));
  assert.equal(isGone, true, "what was read is gone, and this is something else");
  assert.match(String(news[0]?.reason), /arrived or changed/);
  assert.deepEqual(filesBelow(`${one.base}/ST-1`), ["a.dcm"]);
});

for (const policy of ["archive", "delete"] as const) {
  Deno.test(`a job that ended after the folder was set aside is finished by the next (${policy})`, () => {
    using directory = tempDir();
    const one = read(directory.path, true);
    setAside(one);
    assert.deepEqual(dispose(one, policy), { isGone: true, news: [] });
    const left = policy === "archive" ? files.map((file) => `.archive/ST-1/${file}`) : [];
    assert.deepEqual(filesBelow(one.base), left);
  });

  Deno.test(`a folder that changed before it was set aside is put back by the next job (${policy})`, () => {
    using directory = tempDir();
    const one = read(directory.path, true);
    setAside(one);
    Deno.writeTextFileSync(`${asidePath(one)}/late.dcm`, "late");
    const { isGone, news } = dispose(one, policy);
    assert.equal(isGone, false);
    assert.deepEqual(news.map(({ name }) => name), ["source.kept"]);
    assert.deepEqual(filesBelow(one.base), [...files, "late.dcm"].map((file) => `ST-1/${file}`));
  });

  Deno.test(`a folder of the same name that comes meanwhile replaces nothing (${policy})`, () => {
    using directory = tempDir();
    const one = read(directory.path, true);
    setAside(one);
    Deno.writeTextFileSync(`${asidePath(one)}/late.dcm`, "late");
    Deno.mkdirSync(`${one.base}/ST-1`);
    Deno.writeTextFileSync(`${one.base}/ST-1/other.dcm`, "of another folder");
    assert.equal(dispose(one, policy).isGone, true, "another folder has its name");
    const kept = [...files, "late.dcm"].map((file) => `B-1.kept1/${file}`);
    assert.deepEqual(filesBelow(one.base), [...kept, "ST-1/other.dcm"]);
    assert.ok(isFinished("B-1.kept1"), "it is taken as a Batch of its own");
  });
}

Deno.test("a deletion that was cut off is finished, and removes nothing that came since", () => {
  using directory = tempDir();
  const one = read(directory.path, true);
  setAside(one);
  decideRemoval(one);
  Deno.removeSync(`${asidePath(one)}/b.dcm`);
  Deno.writeTextFileSync(`${asidePath(one)}/deep/late.dcm`, "late");
  const { isGone, news } = dispose(one, "delete");
  assert.equal(isGone, true);
  assert.deepEqual(news.map(({ name }) => name), ["source.kept"]);
  assert.deepEqual(filesBelow(one.base), ["ST-1/deep/late.dcm"]);
});

Deno.test("a deletion that was cut off after its last file leaves nothing behind", () => {
  using directory = tempDir();
  const one = read(directory.path, true);
  setAside(one);
  decideRemoval(one);
  Deno.removeSync(asidePath(one), { recursive: true });
  assert.deepEqual(dispose(one, "delete"), { isGone: true, news: [] });
  assert.deepEqual([...Deno.readDirSync(one.base)], []);
});

Deno.test("a list of removals that leads out of its folder removes nothing", () => {
  using directory = tempDir();
  const one = read(directory.path, true);
  Deno.writeTextFileSync(`${one.base}/bystander`, "stays");
  setAside(one);
  const entry = { path: "../bystander", isDirectory: false, size: 5, modifiedMs: 0, changedMs: 0 };
  writeRemovals(one, [entry]);
  assert.deepEqual(dispose(one, "delete").news.map(({ name }) => name), ["source.kept"]);
  assert.equal(Deno.readTextFileSync(`${one.base}/bystander`), "stays");
  assert.deepEqual(filesBelow(`${one.base}/ST-1`), files);
});

Deno.test("what was set aside is put back when it is not to be disposed of any more", () => {
  using directory = tempDir();
  const one = read(directory.path);
  undoDisposal(one);
  setAside(one);
  undoDisposal(one);
  assert.deepEqual(filesBelow(one.base), files.map((file) => `ST-1/${file}`));
  assert.equal(surveyText(surveyFolder(`${one.base}/ST-1`)), one.survey, "and is as it was");
});

Deno.test("a folder that stands aside is no Batch", () => {
  for (const name of [".deleting-B-1", ".deleting-B-1.list", ".deleting-B-1.list.tmp"]) {
    assert.equal(isFinished(name), false);
  }
});
