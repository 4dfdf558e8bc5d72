import assert from "node:assert/strict";
import { IntakeError } from "../../src/model/errors.ts";
import { parseRecipe } from "../../src/recipe/parse_recipe.ts";
import type { Recipe } from "../../src/recipe/recipe.ts";
import defaultRules from "../../src/screen/default_rules.dicom" with { type: "text" };

function parsed(...lines: string[]): Recipe {
  return parseRecipe("site.dicom", ["FORMAT dicom", ...lines].join("\n"));
}

function fault(text: string): IntakeError {
  try {
    parseRecipe("site.dicom", text);
  } catch (error) {
    if (error instanceof IntakeError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "it was understood" });
}

/** As sites write them: comments, odd spaces, coordinates before criteria, values with spaces. */
function siteRules(count: number): string {
  const makers = ["Ultra Sound Co", "PIXELWORKS|PIXEL WORKS", "Scan & Sons"];
  const rules = Array.from({ length: count }, (_, at) => [
    `LABEL Device ${at} (screen capture) # (somebody, ${at})`,
    at % 5 === 0 ? `  + contains Manufacturer ${makers[at % 3]}` : `  contains Modality US `,
    `  + contains ManufacturerModelName Model ${at}+`,
    at % 4 === 0 ? `  + contains ImageType SAVE || contains SeriesDescription Dose` : "",
    at % 7 === 0 ? "coordinates 450,0,672, 85" : `  coordinates 0,0,${600 + at},${20 + at}`,
    `  + equals Rows 600|${700 + at}`,
    "",
  ]);
  return ["%filter graylist", "# Flags", "", ...rules.flat()].join("\n");
}

Deno.test("two hundred rules as sites write them are read, in order", () => {
  const { filters, warnings } = parsed(siteRules(200));
  const [group] = filters;
  assert.equal(filters.length, 1);
  assert.equal(group?.rules.length, 200);
  assert.deepEqual(warnings, []);
  const [first, second] = group?.rules ?? [];
  assert.equal(first?.label, "Device 0 (screen capture)");
  assert.deepEqual(first?.coordinates, [
    { isKept: false, area: { left: 450, top: 0, right: 672, bottom: 85 } },
  ]);
  assert.equal(first?.checks.length, 1);
  assert.deepEqual(first?.checks[0]?.map(({ operator, criteria }) => [operator, criteria.length]), [
    ["and", 1],
    ["and", 1],
    ["and", 2],
    ["and", 1],
  ]);
  assert.equal(second?.place, "site.dicom:12");
});

Deno.test("all sections of the grammar are read", () => {
  const recipe = parsed(
    "%header",
    "ADD PatientIdentityRemoved YES",
    "KEEP 00190010",
    `KEEP (0033,"MAKER 1.0",1E)`,
    "REPLACE PatientID var:entity_id",
    "REPLACE fields:people deid_func:dicom_uuid org_root=1.2.3",
    "JITTER endswith:Date var:jitter",
    "JITTER PatientBirthDate -31",
    "REMOVE ALL contains:(\\d{7})",
    "REMOVE values:names",
    "BLANK except:StudyDate|StudyTime",
    "KEEP select:group:0018",
    "BLANK select:VR:TM",
    "%fields people",
    "FIELD PatientID",
    "FIELD startswith:OtherPatient",
    "%values names",
    "SPLIT PatientName splitval='^';minlength='4'",
    "FIELD PatientID",
    "%labels",
    "ADD MAINTAINER someone@example.org",
    "%filter blacklist",
    "LABEL all of it",
    "coordinates all",
    "ctpcoordinates 10,20,30,40",
    "ctpkeepcoordinates 1,2,3,4",
    "keepcoordinates from:SequenceOfUltrasoundRegions",
  );
  assert.equal(recipe.header.length, 12);
  assert.deepEqual(recipe.fields.get("people")?.length, 2);
  assert.deepEqual(recipe.values.get("names")?.[0]?.split, { by: "^", minLength: 4 });
  assert.deepEqual([...recipe.labels], [["MAINTAINER", "someone@example.org"]]);
  assert.deepEqual(recipe.filters[0]?.rules[0]?.coordinates, [
    { isKept: false, area: "all" },
    { isKept: false, area: { left: 10, top: 20, right: 40, bottom: 60 } },
    { isKept: true, area: { left: 1, top: 2, right: 4, bottom: 6 } },
    { isKept: true, area: { from: 0x00186011 } },
  ]);
});

const faults: readonly (readonly [text: string, message: RegExp])[] = [
  ["%header\n", /^site\.dicom:1:1: a recipe begins with "FORMAT dicom"$/],
  ["FORMAT nifti\n", /^site\.dicom:1:8: unknown format "nifti"$/],
  ["FORMAT dicom\n%header\n\n  REPLCE PatientID x", /^site\.dicom:4:3: unknown action "REPLCE"$/],
  ["FORMAT dicom\n%headers\n", /^site\.dicom:2:1: unknown section/],
  ["FORMAT dicom\nREMOVE PatientID\n", /^site\.dicom:2:1: a rule comes before/],
  [
    "FORMAT dicom\n%header\nREPLACE PatientID func:os.system",
    /3:24: unknown function "os\.system"/,
  ],
  ["FORMAT dicom\n%header\nREPLACE PatientID var:nobody", /3:23: unknown variable "nobody"/],
  ["FORMAT dicom\n%header\nREPLACE PatientID", /3:1: REPLACE needs a value/],
  ["FORMAT dicom\n%header\nREMOVE", /3:1: REMOVE needs a field/],
  ["FORMAT dicom\n%header\nREMOVE PixelData", /3:8: PixelData cannot be changed/],
  ["FORMAT dicom\n%header\nREMOVE begins:Patient", /3:8: unknown expander "begins:"/],
  ["FORMAT dicom\n%header\nREMOVE contains:(", /3:17: "\(" is not a valid regular expression/],
  ["FORMAT dicom\n%header\nREMOVE ALL func:is_name", /3:12: .* is not a condition/],
  ["FORMAT dicom\n%header\nJITTER StudyDate soon", /3:18: JITTER needs a number of days/],
  ["FORMAT dicom\n%header\nREMOVE fields:nobody", /3:1: there is no section %fields nobody/],
  ["FORMAT dicom\n%header\nREPLACE PatientID Ä", /3:19: .*ASCII/],
  ["FORMAT dicom\n%filter\n", /2:1: %filter needs a name/],
  ["FORMAT dicom\n%filter x\ncontains Modality CT", /3:1: a criterion comes before the first/],
  ["FORMAT dicom\n%filter x\nLABEL a\nhas Modality CT", /4:1: unknown criterion "has"/],
  ["FORMAT dicom\n%filter x\nLABEL a\ncontains Modality", /4:10: contains needs a value/],
  ["FORMAT dicom\n%filter x\nLABEL a\ncontains Modality [", /4:19: "\[" is not a valid regular/],
  ["FORMAT dicom\n%filter x\nLABEL a\ncoordinates 1,2,3", /4:13: coordinates takes/],
  ["FORMAT dicom\n%filter x\nLABEL a\ncoordinates from:Nothing", /4:18: PS3\.6 has no attribute/],
  ["FORMAT dicom\n%filter x\nLABEL a\n\nLABEL b\npresent Modality", /3:1: LABEL a has no criteria/],
];

for (const [text, message] of faults) {
  Deno.test(`a fault is named with its place: ${JSON.stringify(text.split("\n").at(-1))}`, () => {
    const error = fault(text);
    assert.equal(error.code, "RECIPE");
    assert.equal(error.exitCode, 2);
    assert.match(error.message, message);
  });
}

Deno.test("what is probably a slip is a warning, and blanks no less", () => {
  const { warnings, filters } = parsed(
    "%header",
    "REMOVE PatientsName",
    "%filter graylist",
    "LABEL a",
    "contains Manfacturer X",
    "coordinates 724,0,300,150",
  );
  assert.deepEqual(warnings, [
    "site.dicom:3: PS3.6 has no attribute PatientsName",
    "site.dicom:6: PS3.6 has no attribute Manfacturer",
    "site.dicom:7: these corners make an empty rectangle; they are read as x, y, width, height",
  ]);
  assert.deepEqual(filters[0]?.rules[0]?.coordinates, [
    { isKept: false, area: { left: 724, top: 0, right: 1024, bottom: 150 } },
  ]);
});

Deno.test("comments end lines, but not the values that are put in", () => {
  const recipe = parseRecipe(
    "site.dicom",
    [
      "\ufeffFORMAT dicom # for all\r",
      "%header # ours\r",
      "KEEP PatientSex # for the study\r",
      "REPLACE StationName Room #3\r",
      "%filter blacklist # held back\r",
      "LABEL a # who\r",
      "contains Modality US # ultrasound\r",
    ].join("\n"),
  );
  assert.deepEqual(recipe.header.map(({ value }) => value), [
    { kind: "none" },
    { kind: "text", text: "Room #3" },
  ]);
  const [check] = recipe.filters[0]?.rules[0]?.checks ?? [];
  assert.deepEqual(check?.[0]?.criteria[0]?.criterion.pattern, /US/i);
});

Deno.test("the default rules are a recipe without a slip", () => {
  const { filters, header, warnings } = parseRecipe("default_rules.dicom", defaultRules);
  assert.deepEqual([warnings, header], [[], []]);
  assert.deepEqual(filters.map(({ name }) => name), ["blacklist"]);
});
