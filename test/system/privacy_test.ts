import assert from "node:assert/strict";
import { dropFolder } from "../../src/demo/drop_folder.ts";
import { writeFile, type Written } from "../../src/demo/write_explicit.ts";
import { IntakeUnderTest } from "../support/intake.ts";
import { publicTables } from "../support/public_tables.ts";
import { tempDir } from "../support/temp_dir.ts";

const token = "TOKENXQZ";
const ct = "1.2.840.10008.5.1.4.1.1.2";

/** An image with a token in everything that identifies. */
function planted(instance: number): Uint8Array {
  const elements: Written[] = [
    [0x00080018, "UI", `2.25.55${instance}`],
    [0x00080050, "SH", `${token}ACC`],
    [0x00081030, "LO", `${token} study`],
    [0x00081110, "SQ", [[[0x00081155, "UI", "2.25.551551"], [0x00104000, "LT", token]]]],
    [0x00090010, "LO", `${token} CREATOR`],
    [0x00100010, "PN", `${token}^JANE`],
    [0x00100020, "LO", `${token}ID`],
    [0x00100021, "LO", `${token}ISSUER`],
    [0x0020000d, "UI", "2.25.551"],
    [0x0020000e, "UI", "2.25.552"],
    [0x00280010, "US", [1]],
  ];
  return writeFile(ct, `2.25.55${instance}`, elements);
}

Deno.test("no value of an image and no file name reaches logs, tables, status or errors", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { LOG_LEVEL: "debug", SETTLE: "0" });
  const good = planted(1);
  dropFolder(intake.inbox, "ST-1", [
    { name: `${token}.dcm`, bytes: good },
    { name: `${token}-again.dcm`, bytes: good },
    { name: `${token}-cut.dcm`, bytes: planted(2).subarray(0, 300) },
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
    assert.equal(paths.length, 3, "schema identity knows the names");
  } finally {
    await database.close();
  }
  assert.doesNotMatch(shown.join("\n"), new RegExp(token, "i"));
  assert.match((await intake.run("errors", "--paths")).stdout, new RegExp(token));
});
