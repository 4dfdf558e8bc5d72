import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("after the database was restored from a backup, a folder with the name of one that was deleted does not replace its images", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  const output = `${directory.path}/output`;
  assert.equal((await intake.run("queue")).code, 0);
  await copy(intake.stateDir, `${directory.path}/backup`);
  dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(output);
  assert.deepEqual([...Deno.readDirSync(intake.inbox)], [], "the source was deleted");

  Deno.removeSync(intake.stateDir, { recursive: true });
  Deno.renameSync(`${directory.path}/backup`, intake.stateDir);
  dropStudy(intake.inbox, "P123", 2, 2);
  await intake.run("queue");

  const now = await digests(output);
  for (const [path, digest] of Object.entries(delivered)) assert.equal(now[path], digest, path);
  assert.match((await intake.run("errors")).stdout, /NAME_TAKEN/);
});

async function copy(from: string, to: string): Promise<void> {
  const { success } = await new Deno.Command("cp", { args: ["-a", from, to] }).output();
  assert.ok(success);
}

Deno.test("nor if the restored database knows the Batch, but not its images", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  const output = `${directory.path}/output`;
  dropStudy(intake.inbox, "P123", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = await digests(output);
  const { sql, close } = await intake.database();
  // the backup was made while the Batch waited
  await sql`delete from image`;
  await sql`update batch set status = 'QUEUE', stage = 'waiting', claim = 0, folder_survey = null,
    source_gone = false`;
  await close();

  assert.equal((await intake.run("queue")).code, 1, "its folder is gone");
  dropStudy(intake.inbox, "P123", 2, 2);
  await intake.run("queue");

  const now = await digests(output);
  for (const [path, digest] of Object.entries(delivered)) assert.equal(now[path], digest, path);
  assert.match((await intake.run("errors")).stdout, /NAME_TAKEN/);
});
