import assert from "node:assert/strict";
import { smallImage } from "../support/dicom/small_image.ts";
import { dropStudy, makeStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("deidentify gives a folder the output that a job gives it", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "ST-1", 1, 5);
  Deno.writeTextFileSync(`${folder}/JANE.txt`, "a note");
  const again = [...Deno.readDirSync(folder)].find(({ name }) => name.endsWith(".dcm"))?.name;
  Deno.copyFileSync(`${folder}/${again}`, `${folder}/JANE-again.dcm`);
  assert.equal((await intake.run("queue")).code, 0);
  const tried = await intake.run("deidentify", folder, `${directory.path}/tried`);
  assert.equal(tried.code, 1, "two files were skipped");
  assert.match(tried.stdout, /images written: 5, files skipped: 2/);
  assert.doesNotMatch(tried.stdout + tried.stderr, /JANE/);
  const [code] = [...Deno.readDirSync(`${directory.path}/output`)].map(({ name }) => name);
  const job = await digests(`${directory.path}/output/${code}`);
  assert.deepEqual(await digests(`${directory.path}/tried`), job);
  assert.equal(Object.keys(job).length, 6);
});

Deno.test("deidentify and explain answer bad operands in one sentence, and overwrite nothing", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  const file = `${folder}/IMG0001.dcm`;
  Deno.writeTextFileSync(`${folder}/note.txt`, "JANE");
  const expectations: readonly (readonly [code: number, named: RegExp, args: string[]])[] = [
    [2, /USAGE/, ["deidentify"]],
    [2, /USAGE/, ["deidentify", file]],
    [2, /exists.*\n.*USAGE/, ["deidentify", file, folder]],
    [2, /cannot be read \(NotFound\)/, ["deidentify", `${folder}/nothing`, `${folder}/out`]],
    [1, /images written: 0, files skipped: 1/, [
      "deidentify",
      `${folder}/note.txt`,
      `${folder}/o`,
    ]],
    [2, /USAGE/, ["explain"]],
    [2, /cannot be read \(NotFound\)/, ["explain", `${folder}/nothing`]],
    [1, /NOT_DICOM.*\n.*NOT_AN_IMAGE/, ["explain", `${folder}/note.txt`]],
  ];
  for (const [code, named, [command = "", ...args]] of expectations) {
    const ended = await intake.run(command as "deidentify" | "explain", ...args);
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stdout + ended.stderr, named);
    assert.doesNotMatch(ended.stdout + ended.stderr, /JANE/);
  }
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
    "IMG0001.dcm",
    "note.txt",
  ]);
});

Deno.test("explain names what would happen to each element, and why, and shows no value", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const { bytes } = smallImage({ patient: "JANE", study: "1.2.55", instance: "1.2.55.1.1" });
  Deno.writeFileSync(`${directory.path}/x.dcm`, bytes);
  const { code, stdout } = await intake.run("explain", "--json", `${directory.path}/x.dcm`);
  assert.equal(code, 0);
  const lines: { keyword: string; result: string; because: string }[] = JSON.parse(stdout);
  const of = (keyword: string): unknown => {
    const line = lines.find((one) => one.keyword === keyword);
    return [line?.result, line?.because];
  };
  assert.deepEqual(of("PatientName"), ["replaced", "table E.1-1: Z"]);
  assert.deepEqual(of("StudyDate"), ["replaced", "table E.1-1, retainModifiedDates: C"]);
  assert.deepEqual(of("Modality"), ["kept", "no row in table E.1-1"]);
  const table = await intake.run("explain", "--retain-uids", `${directory.path}/x.dcm`);
  assert.match(table.stdout, /\(0020,000D\).*StudyInstanceUID.*kept.*retainUids: K/);
  assert.doesNotMatch(stdout + table.stdout, /JANE|1\.2\.55/);
});
