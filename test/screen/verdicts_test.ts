import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dictionaryEntry, tagOf } from "../../src/dicom/dictionary.ts";
import type { Header } from "../../src/dicom/read/header.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { parseRecipe } from "../../src/recipe/parse_recipe.ts";
import { screenHeader, type Verdict } from "../../src/screen/screen_image.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../support/dicom/encode_data_set.ts";
import { tempDir } from "../support/temp_dir.ts";

type Values = Readonly<Record<string, string>>;

/** The header of an image with these attributes, by keyword. */
function headerOf(values: Values): Header {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = Object.entries(values).map(([keyword, value]): PlainElement => {
    const tag = tagOf(keyword) ?? 0;
    const vr = dictionaryEntry(tag)?.vr ?? "UN";
    if (vr !== "US") return ascii(tag, vr, value);
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(Number(value));
    return { tag, vr, value: bytes };
  });
  const all = [ascii(0x00080018, "UI", "1.2.3"), ...elements];
  const meta = [ascii(0x00020013, "SH", "MAKER_1")];
  const path = `${directory.path}/x`;
  Deno.writeFileSync(path, encodeFile(all, explicit, { meta }));
  using file = Deno.openSync(path);
  return readHeader(file);
}

function verdict(values: Values, ...lines: string[]): Verdict {
  const recipe = parseRecipe("x", ["FORMAT dicom", ...lines].join("\n"));
  return screenHeader(headerOf(values), [recipe]);
}

/** Whether an image falls under a rule of these lines. */
function holds(values: Values, ...lines: string[]): boolean {
  return verdict(values, "%filter blacklist", "LABEL a", ...lines).kind === "hold";
}

const ct = { Modality: "CT", ImageType: "ORIGINAL\\PRIMARY\\SCREEN SAVE", Rows: "512" };

const criteria: readonly (readonly [line: string, isMet: boolean])[] = [
  ["contains Modality CT", true],
  ["contains Modality c", true],
  ["contains Modality MR|CT", true],
  ["contains Modality MR", false],
  ["contains ImageType screen save", true],
  ["contains ImageType ORIGINAL.PRIMARY", false],
  ["contains PatientName X", false],
  ["equals Modality ct", true],
  ["equals Modality C", false],
  ["equals Modality MR|CT", true],
  ["equals ImageType PRIMARY", true],
  ["equals Rows 512", true],
  ["equals Rows 51", false],
  ["equals (0028,0010) 512", true],
  ["notequals Modality MR", true],
  ["notEquals Modality CT", false],
  ["notcontains ImageType SAVE", false],
  ["notContains ImageType DOSE", true],
  ["notcontains PatientName X", true],
  ["missing PatientName", true],
  ["missing Modality", false],
  ["present Modality", true],
  ["present PatientName", false],
  ["empty StudyDescription", true],
  ["empty Modality", false],
  ["empty PatientName", false],
  ["contains ImplementationVersionName MAKER", true],
  ["contains Manfacturer X", false],
];

for (const [line, isMet] of criteria) {
  Deno.test(`"What are the criteria options?": ${line} is ${isMet ? "met" : "not met"}`, () => {
    assert.equal(holds({ ...ct, StudyDescription: "" }, line), isMet);
  });
}

const [yes, no] = ["contains Modality CT", "contains Modality XX"];
const joints: readonly (readonly [paragraph: string, lines: string[], isMet: boolean])[] = [
  ["an and across two fields uses +", [yes, `+ ${yes}`], true],
  ["an and across two fields uses +", [yes, `+ ${no}`], false],
  ["an or uses ||", [no, `|| ${yes}`], true],
  ["&& is an and", [yes, `&& ${no}`], false],
  ["multiple criteria for one LABEL", [no, yes], true],
  ["multiple criteria for one LABEL", [yes, `+ ${no}`, yes], true],
  ["multiple criteria for one LABEL", [no, no], false],
  ["inner parentheses on the same line", [yes, `+ ${no} || ${yes}`], true],
  ["inner parentheses on the same line", [no, `+ ${no} || ${yes}`], false],
  ["inner parentheses on the same line", [yes, `+ ${yes} && ${no}`], false],
  ["lines are read from the first to the last", [no, `+ ${no}`, `|| ${yes}`], true],
  ["a first line may begin with its operator", [`+ ${yes}`], true],
];

for (const [paragraph, lines, isMet] of joints) {
  Deno.test(`"How do I read a criteria?": ${paragraph}: ${lines.join(" / ")}`, () => {
    assert.equal(holds(ct, ...lines), isMet);
  });
}

Deno.test(`"Filter Groups": an image belongs to the group that comes first, and gets its verdict`, () => {
  const rule = ["LABEL a", yes];
  const gray = ["%filter graylist", ...rule];
  const black = ["%filter blacklist", ...rule];
  const white = ["%filter whitelist", ...rule];
  assert.equal(verdict(ct, ...white, ...black).kind, "keep");
  assert.equal(verdict(ct, ...black, ...white).kind, "hold");
  assert.equal(verdict(ct, ...gray, "coordinates 0,0,9,9", ...black).kind, "blank");
  assert.equal(verdict(ct, ...gray).kind, "flag");
  assert.equal(verdict(ct, "%filter greylist", ...rule).kind, "flag");
  assert.equal(verdict(ct, "%filter dangerous", ...rule).kind, "hold");
  assert.equal(verdict(ct, "%filter dangerous", ...rule, "coordinates all").kind, "blank");
  assert.equal(verdict(ct, "%filter blacklist", "LABEL a", no).kind, "pass");
});

Deno.test(`"Custom Clean": the coordinates of all rules of the group are taken in order`, () => {
  const found = verdict(
    ct,
    "%filter graylist",
    "LABEL blank",
    "coordinates all",
    "LABEL not this",
    no,
    "coordinates 1,1,2,2",
    "LABEL regions",
    yes,
    "keepcoordinates 0,0,10,10",
  );
  assert.ok(found.kind === "blank");
  assert.equal(found.rule, "blank, regions");
  assert.deepEqual(found.coordinates.map(({ isKept }) => isKept), [false, true]);
});

const { recipes } = recipesOf(undefined);
const held: readonly (readonly [values: Values, rule: string])[] = [
  [{ BurnedInAnnotation: "YES" }, "burned-in annotation"],
  [{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.7" }, "secondary capture"],
  [{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.7.4" }, "secondary capture"],
  [{ DateOfSecondaryCapture: "20200131" }, "secondary capture, by its own word"],
  [{ SecondaryCaptureDeviceManufacturer: "X" }, "secondary capture, by its own word"],
  [{ ImageType: "DERIVED\\SECONDARY\\SCREEN SAVE" }, "screen save"],
  [{ SeriesDescription: "Screenshots" }, "screen save"],
  [{ ImageType: "DERIVED\\SECONDARY\\DOSE_INFO" }, "dose screen"],
  [{ SeriesDescription: "Dose Report" }, "dose screen"],
  [{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.104.1" }, "encapsulated document"],
  [{ SOPClassUID: "1.2.840.10008.5.1.4.1.1.88.67" }, "structured report"],
  [{ Modality: "SR" }, "structured report"],
];

for (const [values, rule] of held) {
  Deno.test(`the default rules hold back ${JSON.stringify(values)}, unless a rule keeps it`, () => {
    const header = headerOf(values);
    assert.deepEqual(screenHeader(header, recipes), { kind: "hold", group: "blacklist", rule });
    const keeping = recipesOf({
      file: "x",
      text: "FORMAT dicom\n%filter whitelist\nLABEL known\npresent SOPInstanceUID",
    });
    assert.equal(screenHeader(header, keeping.recipes).kind, "keep");
    const flagging = recipesOf({
      file: "x",
      text: "FORMAT dicom\n%filter graylist\nLABEL known\npresent SOPInstanceUID",
    });
    assert.equal(screenHeader(header, flagging.recipes).kind, "hold", "a flag keeps nothing");
  });
}

Deno.test("the default rules pass what does not say that it shows a name", () => {
  for (
    const values of [
      { Modality: "CT", ImageType: "ORIGINAL\\PRIMARY\\AXIAL" },
      { BurnedInAnnotation: "NO" },
      { ImageType: "DERIVED\\SECONDARY\\MPR" },
      { ImageType: "unexpected" },
      { SOPClassUID: "1.2.840.10008.5.1.4.1.1.77.1.6" },
    ]
  ) assert.equal(screenHeader(headerOf(values), recipes).kind, "pass", JSON.stringify(values));
});
