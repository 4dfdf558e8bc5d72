import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../support/dicom/encode_data_set.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const study = "1.2.826.4711.1";

/** An MR image of a study, whose patient is named by these elements. */
function file(
  number: number,
  ...patient: readonly PlainElement[]
): { name: string; bytes: Uint8Array } {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = [
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\M"),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `${study}.9.${number}`),
    ascii(0x00080020, "DA", "20200131"),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x0020000d, "UI", study),
    ascii(0x0020000e, "UI", `${study}.8`),
    ascii(0x00200013, "IS", String(number)),
    ...patient,
    somePixels,
  ];
  return { name: `${number}.dcm`, bytes: encodeFile(elements, explicit) };
}

const identifier = ascii(0x00100020, "LO", "4711");
const issuer = (name: string): PlainElement => ascii(0x00100021, "LO", name);

/** Pseudonyms and study dates of what was delivered, each once. */
function patientsIn(directory: string): string[] {
  const output = `${directory}/output`;
  const images = filesBelow(output).filter((path) => path.endsWith(".dcm"));
  return [
    ...new Set(images.map((path) => {
      const image = dicomParser.parseDicom(Deno.readFileSync(`${output}/${path}`));
      return `${image.string("x00100020")} ${image.string("x00080020")}`;
    })),
  ];
}

function intakeIn(directory: string): IntakeUnderTest {
  const DEID_KEY_FILE = `${directory}/deid.key`;
  Deno.writeTextFileSync(DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
  return new IntakeUnderTest(directory, { SETTLE: "0", DEID_KEY_FILE });
}

async function images(intake: IntakeUnderTest): Promise<unknown[]> {
  const database = await intake.database();
  try {
    const rows = await database
      .sql`select code, status, images, skipped, patients from batch order by id`;
    return rows.map(({ status, images, skipped, patients }) => [status, images, skipped, patients]);
  } finally {
    await database.close();
  }
}

Deno.test("a study some of whose images lack the issuer, or the PatientID, is of one patient", async () => {
  using directory = tempDir();
  const intake = intakeIn(directory.path);
  const files = Array.from({ length: 30 }, (_, at) =>
    file(
      at,
      ...(at % 10 === 3 ? [] : [identifier]),
      ...(at % 10 < 8 || at % 10 === 3 ? [] : [issuer("QUIMBY")]),
    ));
  dropFolder(intake.inbox, "ST-1", files);
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await images(intake), [["DONE", 30, 0, 1]]);
  const patients = patientsIn(directory.path);
  assert.equal(patients.length, 1, patients.join());
  const before = await digests(`${directory.path}/output`);
  assert.equal((await intake.run("retry", "ST-1")).code, 0);
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await digests(`${directory.path}/output`), before, "the same bytes again");

  const whole = `${directory.path}/whole`;
  const alone = `${directory.path}/alone`;
  Deno.mkdirSync(whole);
  for (const { name, bytes } of files) Deno.writeFileSync(`${whole}/${name}`, bytes);
  const command = await intake.run("deidentify", whole, alone);
  assert.equal(command.code, 0, command.stderr);
  const [first = ""] = filesBelow(alone).filter((path) => path.endsWith(".dcm"));
  const made = dicomParser.parseDicom(Deno.readFileSync(`${alone}/${first}`));
  assert.equal(made.string("x00100020"), patients[0]?.split(" ")[0]);
});

Deno.test("a study in two Batches is of one patient, whichever of them names the issuer", async () => {
  for (const isFirst of [true, false]) {
    using directory = tempDir();
    const intake = intakeIn(directory.path);
    const full = file(1, identifier, issuer("QUIMBY"));
    const bare = file(2, identifier);
    dropFolder(intake.inbox, "ST-1", [isFirst ? full : bare]);
    assert.equal((await intake.run("queue")).code, 0);
    const before = await digests(`${directory.path}/output`);
    dropFolder(intake.inbox, "ST-2", [isFirst ? bare : full]);
    assert.equal((await intake.run("queue")).code, 0);
    assert.equal(patientsIn(directory.path).length, 1);
    const both = await digests(`${directory.path}/output`);
    assert.equal((await intake.run("retry", "ST-1", "ST-2")).code, 0);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await digests(`${directory.path}/output`), both, "the same bytes again");
    for (const [path, digest] of Object.entries(before)) {
      assert.equal(Reflect.get(both, path), digest);
    }
  }
});

Deno.test("images of two Batches at once, of one study, are of one patient", async () => {
  using directory = tempDir();
  const intake = intakeIn(directory.path);
  for (let at = 0; at < 8; at++) {
    const named = at % 2 === 0 ? [identifier] : [identifier, issuer("QUIMBY")];
    dropFolder(intake.inbox, `ST-${at}`, [file(at, ...named)]);
  }
  assert.equal((await intake.run("queue", "--number", "8")).code, 0);
  const done = await images(intake);
  assert.deepEqual(done, Array.from({ length: 8 }, () => ["DONE", 1, 0, 1]));
  assert.equal(patientsIn(directory.path).length, 1);
});

Deno.test("a study whose images name two patients is reported, and does not leave as one of two", async () => {
  using directory = tempDir();
  const intake = intakeIn(directory.path);
  dropFolder(intake.inbox, "ST-1", [
    file(1, identifier, issuer("QUIMBY")),
    file(2, identifier, issuer("HAUGLAND")),
    file(3, identifier, issuer("QUIMBY")),
  ]);
  assert.equal((await intake.run("queue")).code, 0);
  assert.equal(patientsIn(directory.path).length, 1);
  const { stdout } = await intake.run("errors");
  assert.match(stdout, /PATIENT at \(0010,0020\)/);
});
