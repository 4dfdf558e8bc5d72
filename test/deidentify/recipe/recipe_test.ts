import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { ImageRow } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const source = [
  ascii(0x00080005, "CS", "ISO_IR 100"),
  ascii(0x00080018, "UI", "1.2.3"),
  ascii(0x00080020, "DA", "20200131"),
  ascii(0x00080030, "TM", "101112"),
  ascii(0x00080050, "SH", "ACC4711"),
  ascii(0x00080060, "CS", "CT"),
  ascii(0x00080070, "LO", "Maker of JANE"),
  ascii(0x00081090, "LO", "Model 7"),
  ascii(0x00090010, "LO", "MAKER 1.0"),
  ascii(0x00091001, "LO", "private words"),
  ascii(0x0009101e, "LO", "other words"),
  ascii(0x00100010, "PN", "DOE^JANE"),
  ascii(0x00100020, "LO", "4711000"),
  ascii(0x00100030, "DA", "19500102"),
  ascii(0x00100040, "CS", "F"),
  ascii(0x00180015, "CS", "CHEST"),
  ascii(0x0020000d, "UI", "1.2.4"),
  ascii(0x0020000e, "UI", "1.2.5"),
  ascii(0x00280010, "US", "\x07\x00"),
  {
    tag: 0x00082218,
    vr: "SQ",
    value: [[ascii(0x00080104, "LO", "Chest"), ascii(0x00104000, "LT", "JANE again")]],
  },
];

/** The output of the image by a recipe's header rules, as dicom-parser reads it. */
async function edited(
  ...lines: string[]
): Promise<{ output: dicomParser.DataSet; row: ImageRow }> {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements: readonly PlainElement[] = source;
  Deno.writeFileSync(`${directory.path}/x`, encodeFile(elements, explicit));
  const text = ["FORMAT dicom", "%header", ...lines].join("\n");
  const recipes = recipesOf({ file: "site.dicom", text });
  // without the gate, because the maker is named as the patient
  const tools = { ...imageTools(), ...recipes, gate: undefined };
  const task = { folder: directory.path, staged: `${directory.path}/o`, code: "B-1", files: [] };
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const bytes = Deno.readFileSync(`${directory.path}/o/${outcome.row.path}`);
  return { output: dicomParser.parseDicom(bytes), row: outcome.row };
}

Deno.test("KEEP keeps what the profile would change, and the row that becomes the manifest says so", async () => {
  const { output, row } = await edited("KEEP PatientSex", "KEEP (0010,0030)");
  assert.equal(output.string("x00100040"), "F");
  assert.equal(output.string("x00100030"), "19500102");
  assert.deepEqual(row.keptByRecipe, ["PatientBirthDate", "PatientSex"]);
  assert.match(output.string("x00120063", 1) ?? "", /rules of the site/);
  assert.match(output.string("x00100020") ?? "", /^P-/, "all else is as the profile says");
});

Deno.test("private elements are kept by tag, or by creator, and their creator with them", async () => {
  const { output } = await edited(`KEEP (0009,"MAKER 1.0",1E)`);
  assert.equal(output.string("x0009101e"), "other words");
  assert.equal(output.string("x00090010"), "MAKER 1.0");
  assert.equal(output.elements["x00091001"], undefined);
  const byTag = await edited("KEEP 00091001");
  assert.equal(byTag.output.string("x00091001"), "private words");
  assert.equal(byTag.output.elements["x0009101e"], undefined);
});

Deno.test("REPLACE and ADD take texts, numbers, variables and functions", async () => {
  const { output, row } = await edited(
    "REPLACE Manufacturer Nobody in particular",
    "REPLACE PatientID var:entity_id",
    "REPLACE AccessionNumber var:item_id",
    "REPLACE ManufacturerModelName func:hash",
    "REPLACE BodyPartExamined func:dummy",
    "REPLACE Rows 9",
    "ADD StationName STATION",
    "ADD PatientBirthDate var:entity_timestamp",
    "ADD ClinicalTrialSubjectID var:id",
  );
  assert.equal(output.string("x00080070"), "Nobody in particular");
  assert.equal(output.string("x00100020"), row.patient);
  assert.equal(output.string("x00080050"), row.accession);
  assert.match(output.string("x00081090") ?? "", /^[A-Z0-9]{16}$/);
  assert.equal(output.string("x00180015"), "ANONYMOUS");
  assert.equal(output.uint16("x00280010"), 9);
  assert.equal(output.string("x00081010"), "STATION");
  assert.equal(output.string("x00100030"), output.string("x00080020"));
  assert.equal(output.string("x00120040"), row.patient);
});

Deno.test("JITTER moves dates by days, by the patient's days, and nothing that is no date", async () => {
  const { output } = await edited(
    "JITTER PatientBirthDate -31",
    "JITTER StudyDate var:jitter",
    "JITTER Manufacturer 5",
  );
  assert.equal(output.string("x00100030"), "19491202");
  assert.match(output.string("x00080020") ?? "", /^20(09|1\d)\d{4}$/);
  assert.equal(output.elements["x00080070"], undefined, "nobody knows what would be safe");
});

Deno.test("expanders choose fields by name, at every depth", async () => {
  const removed = await edited("REMOVE startswith:Manufacturer", "REMOVE endswith:meaning");
  assert.equal(removed.output.elements["x00080070"], undefined);
  assert.equal(removed.output.elements["x00081090"], undefined);
  const inner = removed.output.elements["x00082218"]?.items?.[0]?.dataSet;
  assert.equal(inner?.elements["x00080104"], undefined);
  const nested = await edited("REPLACE AnatomicRegionSequence__CodeMeaning words");
  const item = nested.output.elements["x00082218"]?.items?.[0]?.dataSet;
  assert.equal(item?.string("x00080104"), "words");
  assert.equal(item?.elements["x00104000"], undefined, "the profile holds beside it");
  const blanked = await edited("BLANK select:VR:CS", "KEEP Modality");
  assert.equal(blanked.output.elements["x00180015"]?.length, 0);
  assert.equal(blanked.output.string("x00080060"), "CT");
  const grouped = await edited(
    "%fields makers",
    "FIELD contains:manufact",
    "%header",
    "REMOVE fields:makers",
  );
  assert.equal(grouped.output.elements["x00081090"], undefined);
});

Deno.test("REMOVE ALL leaves what is kept, what identifies the image anew, and what says what was done", async () => {
  const { output } = await edited("REMOVE ALL", "KEEP Modality", "KEEP Rows");
  const left = Object.keys(output.elements).filter((tag) => !tag.startsWith("x0002"));
  assert.deepEqual(left, [
    "x00080005",
    "x00080018",
    "x00080060",
    "x00100020",
    "x00120062",
    "x00120063",
    "x00120064",
    "x0020000d",
    "x0020000e",
    "x00280010",
    "x00280303",
  ]);
});

Deno.test("values of one field are looked for in others", async () => {
  const { output } = await edited(
    "%values names",
    "SPLIT PatientName splitval='^';minlength='4'",
    "%header",
    "REMOVE values:names",
    "KEEP contains:Comments",
  );
  assert.equal(output.elements["x00080070"], undefined, "Maker of JANE");
  assert.equal(output.string("x00081090"), "Model 7");
  const digits = await edited("REMOVE ALL contains:\\d{4}", "KEEP StudyDate");
  assert.equal(digits.output.string("x00080020"), "20200131", "KEEP is stronger");
  assert.equal(digits.output.string("x00081090"), "Model 7");
});

Deno.test("the stronger of two rules stands, whatever their order", async () => {
  const pairs:
    readonly (readonly [weak: string, strong: string, tag: string, left: string | undefined])[] = [
      ["BLANK Manufacturer", "REMOVE Manufacturer", "x00080070", undefined],
      ["REMOVE PatientBirthDate", "JITTER PatientBirthDate -1", "x00100030", "19500101"],
      ["JITTER PatientBirthDate -1", "REPLACE PatientBirthDate 19000101", "x00100030", "19000101"],
      ["REPLACE Manufacturer A", "ADD Manufacturer B", "x00080070", "B"],
      ["ADD PatientSex M", "KEEP PatientSex", "x00100040", "F"],
    ];
  for (const [weak, strong, tag, left] of pairs) {
    for (const order of [[weak, strong], [strong, weak]]) {
      const { output } = await edited(...order);
      assert.equal(output.string(tag), left, order.join(" and "));
    }
  }
});

Deno.test("blanking an identifier merges no patients, and no rule takes an image's new identity", async () => {
  const { output, row } = await edited(
    "BLANK PatientID",
    "REMOVE contains:UID",
    "KEEP SOPInstanceUID",
    "BLANK SpecificCharacterSet",
  );
  assert.equal(output.string("x00100020"), row.patient);
  assert.equal(output.string("x00080018"), row.sopInstanceUid);
  assert.equal(output.string("x0020000d"), row.studyInstanceUid);
  assert.equal(output.string("x00080005"), "ISO_IR 100");
  assert.ok(!Buffer.from(output.byteArray).includes("1.2.3\0"));
});
