import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("errors counts by code, pages through the files of a Batch, and prints all as JSON", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const image = smallImage({ patient: "JANE", study: "1.2.55", instance: "1.2.55.1.1" });
  const notes = Array.from({ length: 600 }, (_, at) => (
    { name: `note ${String(at).padStart(3, "0")}`, bytes: new TextEncoder().encode("a note") }
  ));
  dropFolder(intake.inbox, "ST-1", [
    { name: "a", bytes: image.bytes },
    { name: "b", bytes: image.bytes },
    ...notes,
  ]);
  assert.equal((await intake.run("queue")).code, 0);
  const { stdout } = await intake.run("errors");
  assert.match(stdout, /NOT_DICOM +│ +│ 600 +│ 1 /);
  assert.match(stdout, /file 2 +│ DUPLICATE_INSTANCE +│ file 1 of this Batch has the same/);
  assert.match(
    stdout,
    /601 files in total: 600 NOT_DICOM, 1 DUPLICATE_INSTANCE; for more: errors B-/,
  );
  const [, next = ""] = /for more: errors (B-.* --after 21 --files 20)/.exec(stdout) ?? [];
  const page = (await intake.run("errors", ...next.split(" "))).stdout;
  assert.match(page, /file 22 /);
  assert.match(page, /file 41 /);
  assert.doesNotMatch(page, /file 21 |file 42 /);
  const paths = (await intake.run("errors", "--paths", "--files", "1")).stdout;
  assert.match(paths, /│ b +│ DUPLICATE_INSTANCE +│ file 1 of this Batch .* \(a\)/);
  const [batch] = JSON.parse((await intake.run("errors", "--json")).stdout);
  assert.equal(batch.skipped.length, 601);
  assert.deepEqual(
    batch.skipped.map(({ file }: { file: number }) => file),
    [...batch.skipped.keys()].map((at) => at + 2),
  );
  assert.match((await intake.run("status")).stdout, /601 files skipped/);
  assert.equal((await intake.run("errors", "ST-1", "--files", "0")).code, 2);
});

Deno.test("errors prints an empty array if there are no errors", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, {});
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(JSON.parse((await intake.run("errors", "--json")).stdout), []);
});
