import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { publicTables } from "../support/database/public_tables.ts";
import { plantedFile } from "../support/patients/planted_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const token = "TOKENXQZ";

Deno.test("no value of an image and no file name reaches logs, tables, status or errors", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { LOG_LEVEL: "debug", SETTLE: "0" });
  const good = plantedFile(token, 1);
  dropFolder(intake.inbox, "ST-1", [
    { name: `${token}.dcm`, bytes: good },
    { name: `${token}-again.dcm`, bytes: good },
    { name: `${token}-cut.dcm`, bytes: plantedFile(token, 2).subarray(0, 300) },
    { name: `${token}.txt`, bytes: new TextEncoder().encode(token) },
  ]);
  const queue = await intake.run("queue", "--log", "json");
  const shown = [queue.stdout, queue.stderr];
  for (const args of [[], ["--json"]]) {
    shown.push((await intake.run("status", ...args)).stdout);
    shown.push((await intake.run("errors", ...args)).stdout);
  }
  shown.push(await publicTables(intake));
  const database = await intake.database();
  try {
    const { sql } = database;
    const [stored] = await sql`select images, skipped from batch`;
    assert.deepEqual({ ...stored }, { images: 1, skipped: 3 });
    const paths = await sql`select path from identity.source_file`;
    // the three skipped files, and the delivered one that a duplicate repeats
    assert.equal(paths.length, 4, "schema identity knows the names");
  } finally {
    await database.close();
  }
  assert.doesNotMatch(shown.join("\n"), new RegExp(token, "i"));
  assert.match((await intake.run("errors", "--paths")).stdout, new RegExp(token));
});
