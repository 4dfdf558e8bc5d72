import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { publicTables } from "../support/database/public_tables.ts";
import { ascii, encodeFile, plainEncodings, somePixels } from "../support/dicom/encode_data_set.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const name = "Quimbyname";

/** An MR image; someone may have typed the patient's name where the profile keeps what there is. */
function image(number: number, maker: string): { name: string; bytes: Uint8Array } {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `2.25.4711${number}`),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x00080070, "LO", maker),
    ascii(0x00100010, "PN", `${name}^Eva`),
    ascii(0x00100020, "LO", "MRN4711"),
    ascii(0x0020000d, "UI", "2.25.4712"),
    ascii(0x0020000e, "UI", `2.25.4713${number}`),
    somePixels,
  ];
  return { name: `${number}.dcm`, bytes: encodeFile(elements, explicit) };
}

async function jobWith(directory: string, GATE: string): Promise<IntakeUnderTest> {
  const intake = new IntakeUnderTest(directory, { GATE });
  dropFolder(intake.inbox, "ST-1", [image(1, "Maker"), image(2, `for ${name}`)]);
  const { code } = await intake.run("queue");
  assert.equal(code, GATE === "batch" ? 1 : 0);
  return intake;
}

function delivered(intake: IntakeUnderTest): string[] {
  return filesBelow(`${intake.directory}/output`).filter((path) => path.endsWith(".dcm"));
}

Deno.test("an output that still names its patient stays here, and errors say where, not what", async () => {
  using directory = tempDir();
  const intake = await jobWith(directory.path, "image");
  assert.equal(delivered(intake).length, 1);
  const folders = [...Deno.readDirSync(`${directory.path}/output`)].map((entry) => entry.name);
  assert.equal(folders.length, 1, "no staged folder is left");
  const errors = await intake.run("errors");
  assert.match(errors.stdout, /GATE.*NAME at \(0008,0070\)/);
  const shown = errors.stdout + await publicTables(intake);
  assert.doesNotMatch(shown, new RegExp(name, "i"));
});

Deno.test("GATE=batch keeps the whole Batch back, and GATE=warn none of it", async () => {
  using first = tempDir();
  const strict = await jobWith(first.path, "batch");
  assert.deepEqual(delivered(strict), []);
  assert.match((await strict.run("errors")).stdout, /GATE.*file 2: .*NAME at \(0008,0070\)/);
  using second = tempDir();
  const lenient = await jobWith(second.path, "warn");
  assert.equal(delivered(lenient).length, 2);
  assert.match((await lenient.run("errors")).stdout, /GATE.*GATE=warn: .*NAME at \(0008,0070\)/);
  assert.equal((await lenient.run("retry", "ST-1")).code, 0);
  assert.equal((await lenient.run("queue")).code, 0, "done again, its findings are replaced");
});
