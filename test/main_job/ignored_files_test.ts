import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a Batch with files of an operating system needs no attention, and its folder is deleted; other files are kept", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  const [clean, noted] = ["ST-1", "ST-2"].map((uid, at) => dropStudy(intake.inbox, uid, at, 2));
  for (const name of ["Thumbs.db", "._IMG0001.dcm"]) {
    Deno.writeTextFileSync(`${clean}/${name}`, "x");
  }
  Deno.writeTextFileSync(`${noted}/report.txt`, "a note");
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  const database = await intake.database();
  const rows = await database.sql`
    select uid, status, images, skipped, has_error, source_gone,
      (select string_agg(code, ',') from skipped_file where batch_id = batch.id) as codes
    from batch order by uid`;
  assert.deepEqual(rows.map((row) => Object.values(row)), [
    ["ST-1", "DONE", 2, 0, false, true, "IGNORED,IGNORED"],
    ["ST-2", "DONE", 2, 1, true, false, "NOT_DICOM"],
  ]);
  await database.close();
  const errors = (await intake.run("errors")).stdout;
  assert.match(errors, /NOT_DICOM/);
  assert.doesNotMatch(errors, /IGNORED/);
});
