import assert from "node:assert/strict";
import {
  ctImage,
  explicit,
  inExplicit,
  inImplicit,
  part10,
} from "../support/dicom/raw_elements.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("repairs are counted on their Batch, and shown by errors; a file that is not understood has a code", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const folder = `${intake.inbox}/ST-1`;
  Deno.mkdirSync(folder);
  const numbered = (number: number): Record<number, Uint8Array> => ({
    0x00080018: explicit(0x00080018, "UI", `2.25.471${number}\0`),
    0x00080070: explicit(0x00080070, "LO", number === 3 ? "Makers" : "Maker"), // some odd
  });
  for (const number of [1, 2, 3]) {
    const declared = number === 2 ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1";
    const file = part10(declared, ctImage(inExplicit, numbered(number)));
    Deno.writeFileSync(`${folder}/${number}.dcm`, file);
  }
  Deno.writeFileSync(`${folder}/4.dcm`, part10("1.2.752.24.3.7.7", ctImage(inImplicit)));
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  const json: unknown = JSON.parse((await intake.run("errors", "--json", "ST-1")).stdout);
  assert.ok(Array.isArray(json));
  const { repairs, skipped } = json[0];
  assert.deepEqual(repairs, { ODD_LENGTH: 2, TRANSFER_SYNTAX: 1 });
  assert.deepEqual(skipped.map((one: { code: string }) => one.code), ["TRANSFER_SYNTAX"]);
  const shown = (await intake.run("errors", "ST-1")).stdout;
  assert.match(shown, /ODD_LENGTH/);
});
