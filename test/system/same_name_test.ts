import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a folder with the name of one that was deleted takes no delivered image's place", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  const output = `${directory.path}/output`;
  dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(output);
  const again = async (code: number, images: number, what: string): Promise<void> => {
    assert.equal((await intake.run("queue")).code, code, what);
    const status = JSON.parse((await intake.run("status", "--json")).stdout);
    assert.equal(status.images, images, what);
    const now = await digests(output);
    for (const [path, digest] of Object.entries(delivered)) assert.equal(now[path], digest, what);
  };
  await intake.run("retry", "P123");
  await again(0, 3, "there is nothing to do again");
  dropStudy(intake.inbox, "P123", 2, 2);
  await again(0, 3, "it is reported");
  await intake.run("retry", "P123");
  await again(1, 3, "it is refused");
  assert.match((await intake.run("errors")).stdout, /NAME_TAKEN/);
  await intake.run("retry", "P123");
  await again(1, 3, "it is refused again");
  Deno.renameSync(`${intake.inbox}/P123`, `${intake.inbox}/P124`);
  await intake.run("retry", "P123");
  await again(0, 5, "it has a name of its own");
  assert.equal((await intake.run("errors")).stdout, "no errors\n");
  assert.deepEqual([...Deno.readDirSync(intake.inbox)], []);
});

Deno.test("a folder that is fetched back from the archive is done again", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "archive" });
  dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(`${directory.path}/output`);
  Deno.renameSync(`${intake.inbox}/.archive/P123`, `${intake.inbox}/P123`);
  await intake.run("retry", "P123");
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  assert.match(stderr, /"images":3/);
  assert.deepEqual(await digests(`${directory.path}/output`), delivered);
  assert.deepEqual([...Deno.readDirSync(`${intake.inbox}/.archive`)].length, 1);
});

Deno.test("nor does one whose earlier namesake was tidied away by hand, and retried by mistake", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(`${directory.path}/output`);
  Deno.removeSync(folder, { recursive: true });
  await intake.run("retry", "P123");
  assert.equal((await intake.run("queue")).code, 1, "it is gone");
  dropStudy(intake.inbox, "P123", 2, 2);
  assert.equal((await intake.run("queue")).code, 1);
  assert.match((await intake.run("errors")).stdout, /NAME_TAKEN/);
  assert.deepEqual(await digests(`${directory.path}/output`), delivered);
});

Deno.test("a folder whose files were tidied away by hand empties no Batch that was delivered", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(`${directory.path}/output`);
  for (const { name } of Deno.readDirSync(folder)) Deno.removeSync(`${folder}/${name}`);
  for (let attempt = 1; attempt <= 2; attempt++) {
    await intake.run("retry", "P123");
    assert.equal((await intake.run("queue")).code, 1);
    assert.match((await intake.run("errors")).stdout, /IMAGES_GONE/);
    assert.deepEqual(await digests(`${directory.path}/output`), delivered);
  }
  Deno.removeSync(folder);
  await intake.run("retry", "P123");
  assert.equal((await intake.run("queue")).code, 1, "now all of it is gone");
  await intake.run("retry", "P123");
  assert.equal((await intake.run("queue")).code, 0);
  assert.equal((await intake.run("errors")).stdout, "no errors\n");
  assert.deepEqual(await digests(`${directory.path}/output`), delivered);
});

Deno.test("nor when the output lacks an image and reconcile --send would have it made again", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const [lost = ""] = Object.keys(await digests(`${directory.path}/output`))
    .filter((path) => path.endsWith(".dcm"));
  Deno.removeSync(`${directory.path}/output/${lost}`);
  const left = await digests(`${directory.path}/output`);
  const other = dropStudy(intake.inbox, "P123", 2, 2);
  const { stdout } = await intake.run("reconcile", "--send");
  assert.match(
    stdout,
    /1 Batches were not requeued \(they are being processed, or their source folder was deleted/,
  );
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await digests(`${directory.path}/output`), left);
  assert.equal([...Deno.readDirSync(other)].length, 2);
});

Deno.test("one whose folder has lost some of its files keeps their images, unless they are to go", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "P123", 1, 3);
  Deno.writeTextFileSync(`${folder}/note.txt`, "no image");
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(`${directory.path}/output`);
  const doneAgain = async (code: number, ...flags: string[]): Promise<Record<string, string>> => {
    await intake.run("retry", "P123", ...flags);
    assert.equal((await intake.run("queue")).code, code);
    return await digests(`${directory.path}/output`);
  };
  Deno.removeSync(`${folder}/note.txt`);
  assert.deepEqual(await doneAgain(0), delivered, "only a note is gone");
  const [first] = [...Deno.readDirSync(folder)];
  assert.ok(first);
  const bytes = Deno.readFileSync(`${folder}/${first.name}`);
  Deno.removeSync(`${folder}/${first.name}`);
  assert.deepEqual(await doneAgain(1), delivered);
  assert.match((await intake.run("errors")).stdout, /IMAGES_GONE/);
  assert.deepEqual(await doneAgain(1), delivered, "it insists");
  Deno.writeTextFileSync(`${folder}/${first.name}`, "no image");
  assert.deepEqual(await doneAgain(1), delivered, "as many files are no images");
  Deno.writeFileSync(`${folder}/${first.name}`, bytes);
  assert.deepEqual(await doneAgain(0), delivered, "it is back");
  Deno.removeSync(`${folder}/${first.name}`);
  const fewer = await doneAgain(0, "--fewer");
  assert.equal(Object.keys(fewer).length, Object.keys(delivered).length - 1);
});
