import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const study = { patient: "JANE", study: "1.2.55" };

Deno.test("of files with one SOPInstanceUID the first stays, in the same series or in two, and the others are reported", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const twice = smallImage({ ...study, instance: "1.2.55.1.1", studyID: "first" });
  const other = smallImage({ ...study, instance: "1.2.55.1.1", studyID: "second" });
  const elsewhere = smallImage({ ...study, instance: "1.2.55.1.1", series: "1.2.55.2" });
  const files = Array.from({ length: 60 }, (_, at) => (
    { name: `b${String(at).padStart(3, "0")}`, bytes: [other, elsewhere][at % 2]?.bytes }
  ));
  dropFolder(intake.inbox, "ST-1", [
    { name: "a", bytes: twice.bytes },
    ...files.map(({ name, bytes = new Uint8Array() }) => ({ name, bytes })),
    { name: "c", bytes: smallImage({ ...study, instance: "1.2.55.1.2" }).bytes },
  ]);
  assert.equal((await intake.run("queue")).code, 0);
  const output = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(output.length, 2);
  const database = await intake.database();
  try {
    const images = await database.sql`select file_number as number from image order by number`;
    assert.deepEqual(images.map(({ number }) => number), [1, 62], "the first, and the other one");
    const [batch] = await database.sql`select images, skipped, has_error from batch`;
    assert.deepEqual({ ...batch }, { images: 2, skipped: 60, has_error: true });
    const codes = await database.sql`select distinct code from skipped_file`;
    assert.deepEqual(codes.map(({ code }) => code), ["DUPLICATE_INSTANCE"]);
  } finally {
    await database.close();
  }
});

Deno.test("an instance that an earlier Batch has is left out of a later one, whose source then stays", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", AFTER: "delete" });
  const [first, second] = ["1.2.55.1.1", "1.2.55.1.2"].map((instance) =>
    smallImage({ ...study, instance })
  );
  assert.ok(first && second);
  dropFolder(intake.inbox, "ST-1", [first]);
  assert.equal((await intake.run("queue")).code, 0);
  dropFolder(intake.inbox, "ST-2", [first, second]);
  assert.equal((await intake.run("queue")).code, 0);
  const output = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(output.length, 2);
  assert.deepEqual([...Deno.readDirSync(intake.inbox)].map(({ name }) => name), ["ST-2"]);
});
