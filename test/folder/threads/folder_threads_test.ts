import assert from "node:assert/strict";
import { surveyFolder, surveyText } from "../../../src/folder/survey_folder.ts";
import { openFolderThreads } from "../../../src/folder/threads/folder_threads.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { tempDir } from "../../support/temp_dir.ts";

const silenceMs = 60_000;

Deno.test("threads look at a folder, list it and dispose of it, as this thread would", async () => {
  using directory = tempDir();
  const base = directory.path;
  const folder = makeStudy(base, "ST-1", 1, 600);
  const place = { base, uid: "ST-1", code: "B-1" };
  using threads = openFolderThreads({ size: 2, bases: [base], silenceMs });
  const survey = surveyText(surveyFolder(folder));
  const look = await threads.ask("look", place);
  assert.equal(look && surveyText(look), survey);
  const listed: number[] = [];
  for await (const some of threads.list(place)) listed.push(...some.map(({ number }) => number));
  assert.deepEqual(listed, Array.from({ length: 600 }, (_, at) => at + 1));
  assert.deepEqual(await threads.ask("expect", place), []);
  const source = { ...place, survey, isResumed: false, policy: "delete" } as const;
  assert.deepEqual(await threads.ask("dispose", source), { events: [], isGone: true });
  assert.deepEqual([...Deno.readDirSync(base)], []);
  await assert.rejects(threads.ask("look", place), { code: "FOLDER_GONE" });
  assert.equal(threads.silentMs("B-1"), 0);
});

Deno.test("an inbox that is admitted later is read, and a listing that is open goes on", async () => {
  using directory = tempDir();
  const [one, other] = ["one", "other"].map((name) => `${directory.path}/${name}`);
  assert.ok(one && other);
  makeStudy(one, "ST-1", 1, 300);
  makeStudy(other, "ST-2", 2, 1);
  using threads = openFolderThreads({ size: 1, bases: [one], silenceMs });
  const place = { base: other, uid: "ST-2", code: "B-2" };
  await assert.rejects(threads.ask("look", place));
  let files = 0;
  for await (const some of threads.list({ base: one, uid: "ST-1", code: "B-1" })) {
    threads.allowInbox(other);
    files += some.length;
  }
  assert.equal(files, 300);
  assert.equal((await threads.ask("look", place))?.files, 1);
});

Deno.test("a listing that is given up does not keep its thread", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 300);
  using threads = openFolderThreads({ size: 1, bases: [directory.path], silenceMs });
  for await (const _ of threads.list({ base: directory.path, uid: "ST-1", code: "B-1" })) break;
  assert.equal(threads.silentMs("B-1"), 0);
});

Deno.test("a folder that vanishes while it is listed is told from one that is refused", async () => {
  using directory = tempDir();
  using threads = openFolderThreads({ size: 1, bases: [directory.path], silenceMs });
  const list = async (base: string): Promise<void> => {
    for await (const _ of threads.list({ base, uid: "ST-1", code: "B-1" }));
  };
  await assert.rejects(list(directory.path), Deno.errors.NotFound);
  await assert.rejects(list("/"), { name: "NotCapable" });
});
