import assert from "node:assert/strict";
import { disposeOfSource } from "../../src/folder/dispose_of_source.ts";
import { surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A time of modification in the past, as `cp --preserve` and `rsync --times` set it. */
const preserved = 1_000_000_000;

for (const how of ["overwritten", "replaced by a rename"] as const) {
  Deno.test(`a file that is ${how} in the second in which it arrived, with its size and time, is not deleted unread`, () => {
    using directory = tempDir();
    const base = directory.path;
    const folder = makeStudy(base, "ST-1", 1, 2);
    const path = `${folder}/IMG0001.dcm`;
    preserveTimes(folder, path);
    const survey = surveyText(surveyFolder(folder));

    const corrected = Deno.readFileSync(path).with(-1, 255);
    if (how === "overwritten") Deno.writeFileSync(path, corrected);
    else {
      Deno.writeFileSync(`${base}/.IMG0001.dcm.part`, corrected);
      Deno.renameSync(`${base}/.IMG0001.dcm.part`, path);
    }
    preserveTimes(folder, path);

    const source = { base, uid: "ST-1", code: "B-1", survey, isResumed: false };
    const events = [...disposeOfSource(source, "delete")];
    assert.deepEqual(events.map(({ name }) => name), ["source.kept"]);
    assert.deepEqual(Deno.readFileSync(path), corrected);
  });
}

function preserveTimes(folder: string, path: string): void {
  for (const each of [path, folder]) Deno.utimeSync(each, preserved, preserved);
}
