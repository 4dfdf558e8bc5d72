import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { ascii, encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** An 8-bit image of 4 × 4 whose samples are all 9, marked as showing a name. */
function burnedIn(instance: string): { name: string; bytes: Uint8Array } {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.6.1"),
    ascii(0x00080018, "UI", instance),
    ascii(0x00080060, "CS", "US"),
    ascii(0x00100010, "PN", "DOE^JANE"),
    ascii(0x0020000d, "UI", "1.2.77"),
    ascii(0x00280002, "US", "\x01\0"),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ...[0x00280010, 0x00280011].map((tag) => ascii(tag, "US", "\x04\0")),
    ...[0x00280100, 0x00280101].map((tag) => ascii(tag, "US", "\x08\0")),
    ascii(0x00280301, "CS", "YES"),
    { tag: 0x7fe00010, vr: "OB", value: new Uint8Array(16).fill(9) },
  ];
  return { name: `JANE-${instance}.dcm`, bytes: encodeFile(elements, explicit) };
}

function withRecipe(directory: string, ...lines: string[]): IntakeUnderTest {
  const RECIPE = `${directory}/site.dicom`;
  Deno.writeTextFileSync(RECIPE, lines.join("\n"));
  return new IntakeUnderTest(directory, { SETTLE: "0", RECIPE });
}

Deno.test("what the default rules hold back never reaches the output, and is reported with its rule", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    TEXT: "off",
    QUARANTINE: `${directory.path}/quarantine`,
  });
  const image = smallImage({ patient: "1", study: "1.2.77", instance: "1.2.77.1.2" });
  dropFolder(intake.inbox, "ST-1", [burnedIn("1.2.77.1.1"), image]);
  dropFolder(intake.inbox, "ST-2", [burnedIn("1.2.77.1.3")]);
  assert.equal((await intake.run("queue")).code, 0);
  const output = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(output.length, 1);
  const database = await intake.database();
  const batches = await database.sql`
    select uid, status, images, held_back, has_error from batch order by uid`;
  const held = await database.sql`select distinct code, rule, rule_group from skipped_file`;
  await database.close();
  assert.deepEqual(batches.map((row) => ({ ...row })), [
    { uid: "ST-1", status: "DONE", images: 1, held_back: 1, has_error: false },
    { uid: "ST-2", status: "EMPTY", images: 0, held_back: 1, has_error: false },
  ]);
  assert.deepEqual(held.map((row) => ({ ...row })), [
    { code: "HELD_BACK", rule: "burned-in annotation", rule_group: "blacklist" },
  ]);
  const shown = (await intake.run("status")).stdout + (await intake.run("errors")).stdout;
  assert.match(shown, /2 images held back/);
  assert.match(shown, /HELD_BACK.*rule "burned-in annotation" of blacklist/);
  assert.match(shown, /of blacklist: BurnedInAnnotation YES/);
  assert.doesNotMatch(shown, /JANE/);
  const quarantined = filesBelow(`${directory.path}/quarantine`);
  assert.equal(quarantined.length, 2);
  for (const path of quarantined) {
    assert.match(path, /^B-[A-Z0-9]{16}\/[12]\.dcm$/);
    const copy = Deno.readFileSync(`${directory.path}/quarantine/${path}`);
    assert.equal(copy.length, burnedIn("1.2.77.1.1").bytes.length, "the original");
  }
});

Deno.test("a recipe blanks what it knows, keeps what it vouches for, and both are in the catalogue", async () => {
  using directory = tempDir();
  const intake = withRecipe(
    directory.path,
    "FORMAT dicom",
    "%header",
    "KEEP PatientSex",
    "REMOVE PatientsName",
    "%filter graylist",
    "LABEL known scanner",
    "contains Modality US",
    "coordinates 0,0,4,2",
  );
  dropFolder(intake.inbox, "ST-1", [burnedIn("1.2.77.1.1")]);
  dropStudy(intake.inbox, "ST-2", 1, 1);
  const queue = await intake.run("queue");
  assert.equal(queue.code, 0);
  assert.match(
    queue.stderr,
    /recipe\.questioned.*site\.dicom:4: PS3\.6 has no attribute PatientsName/,
  );
  const database = await intake.database();
  const [image] = await database.sql`
    select verdict, rule_group, rule, to_json(rectangles) as rectangles,
      header -> '00280301' ->> 'Value' as burned
    from image where verdict <> 'pass'`;
  await database.close();
  assert.deepEqual({ ...image }, {
    verdict: "blank",
    rule_group: "graylist",
    rule: "known scanner",
    rectangles: ["0,0,4,2"],
    burned: '["NO"]',
  });
  const output = `${directory.path}/output`;
  const manifests = filesBelow(output).filter((path) => path.endsWith(".jsonl"));
  const kept = manifests.map((path) => JSON.parse(Deno.readTextFileSync(`${output}/${path}`)))
    .map(({ keptByRecipe }) => keptByRecipe);
  assert.deepEqual(kept.filter((one) => one !== undefined), [["PatientSex"]]);
});

Deno.test("a malformed recipe stops the start with file, line and column, before anything is done", async () => {
  using directory = tempDir();
  const intake = withRecipe(directory.path, "FORMAT dicom", "%header", "  REPLCE PatientID x");
  intake.isFirstStart = true;
  dropStudy(intake.inbox, "ST-1", 1, 1);
  for (const command of ["queue", "watch", "screen"] as const) {
    const { code, stderr } = await intake.run(
      command,
      ...(command === "screen" ? [intake.inbox] : []),
    );
    assert.equal(code, 2);
    assert.match(stderr, /site\.dicom:3:3: unknown action "REPLCE"\n.*RECIPE/);
  }
  assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name).sort(), [
    "inbox",
    "site.dicom",
  ]);
  const gone = new IntakeUnderTest(directory.path, { RECIPE: `${directory.path}/nothing` });
  assert.match((await gone.run("queue")).stderr, /cannot be read \(NotFound\)[^]*SETTINGS/);
});

Deno.test("screen shows each image's rule and verdict, and writes nothing", async () => {
  using directory = tempDir();
  const intake = withRecipe(
    directory.path,
    "FORMAT dicom",
    "%filter graylist",
    "LABEL known",
    "equals SOPInstanceUID 1.2.77.1.1",
    "coordinates 0,0,4,2",
  );
  intake.isFirstStart = true;
  const files = [burnedIn("1.2.77.1.1"), burnedIn("1.2.77.1.2")];
  const image = smallImage({ patient: "1", study: "1.2.77", instance: "1.2.77.1.3" });
  const note = { name: "JANE.txt", bytes: new TextEncoder().encode("JANE") };
  const folder = dropFolder(intake.inbox, "ST-1", [...files, image, note]);
  const { code, stdout } = await intake.run("screen", "--json", folder);
  assert.equal(code, 0);
  const lines: { verdict: string; rule: string | null; why: string }[] = JSON.parse(stdout);
  const verdicts = lines.map(({ verdict, rule }) => `${verdict} ${rule}`).sort();
  assert.deepEqual(verdicts, [
    "inspect known",
    "inspect null",
    "pass null",
    "skip null",
  ]);
  const table = await intake.run("screen", folder);
  assert.match(
    table.stdout,
    /inspect │ known \(graylist\) │ searched for text because of .*; 0,0,4,2; samples are over/,
  );
  assert.doesNotMatch(stdout + table.stdout, /JANE/);
  assert.match((await intake.run("screen", "--paths", folder)).stdout, /JANE\.txt/);
  assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name).sort(), [
    "inbox",
    "site.dicom",
  ]);
});

Deno.test("explain names the line of a recipe, and the verdict of the rules", async () => {
  using directory = tempDir();
  const intake = withRecipe(directory.path, "FORMAT dicom", "%header", "KEEP PatientName");
  const { bytes } = burnedIn("1.2.77.1.1");
  Deno.writeFileSync(`${directory.path}/x`, bytes);
  const { stdout: searched } = await intake.run("explain", `${directory.path}/x`);
  assert.match(searched, /^Not held: no rule matched\.\nIts pixels are searched for text/);
  intake.env["TEXT"] = "off";
  const { stdout } = await intake.run("explain", `${directory.path}/x`);
  assert.match(stdout, /Held back by rule "burned-in annotation" \(blacklist\)/);
  assert.match(stdout, /PatientName.*kept.*site\.dicom:3: KEEP/);
  assert.match(stdout, /PatientIdentityRemoved.*added/);
  assert.doesNotMatch(stdout, /JANE/);
  const rules = "%filter graylist\nLABEL corner\ncoordinates 0,0,4,2";
  Deno.writeTextFileSync(`${directory.path}/site.dicom`, `FORMAT dicom\n${rules}`);
  const redacted = await intake.run("explain", `${directory.path}/x`);
  assert.match(redacted.stdout, /blank by rule "corner" \(graylist\): 0,0,4,2; samples are overw/);
});
