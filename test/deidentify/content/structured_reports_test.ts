import dicomParser, { type DataSet } from "dicom-parser";
import assert from "node:assert/strict";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { code, coded, container, mark, number, text } from "../../support/patients/report_items.ts";
import {
  ctDoseReport,
  measurementReport,
  xrayDoseReport,
} from "../../support/patients/structured_reports.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const options: readonly Option[] = ["retainModifiedDates", "cleanStructuredContent"];
const [content, concept, conceptCode, units] = ["x0040a730", "x0040a043", "x0040a168", "x004008ea"];

function encoded(elements: readonly PlainElement[]): Uint8Array {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return encodeFile(elements, explicit);
}

async function cleaned(elements: readonly PlainElement[], chosen = options): Promise<DataSet> {
  const output = await outputOf(encoded(elements), chosen);
  assert.doesNotMatch(new TextDecoder("latin1").decode(output), new RegExp(mark));
  return dicomParser.parseDicom(output);
}

const inside = (dataSet: DataSet | undefined, tag: string): DataSet | undefined =>
  dataSet?.elements[tag]?.items?.[0]?.dataSet;
const codeOf = (dataSet: DataSet | undefined, tag: string, hasMeaning = true): string => {
  const entry = inside(dataSet, tag);
  const parts = ["x00080100", "x00080102", ...(hasMeaning ? ["x00080104"] : [])];
  return entry ? parts.map((one) => entry.string(one)).join("|") : "";
};

/** What a program reads of a report: an item a line, by its depth. */
function outline(dataSet: DataSet, hasMeanings: boolean, depth = 0): string[] {
  const measured = inside(dataSet, "x0040a300");
  const parts = [
    dataSet.string("x0040a010"),
    dataSet.string("x0040a040"),
    codeOf(dataSet, concept, hasMeanings),
    codeOf(dataSet, conceptCode, hasMeanings),
    measured?.string("x0040a30a"),
    codeOf(measured, units, hasMeanings),
    inside(dataSet, "x0040a504")?.string("x0040db00"),
    dataSet.string("x00700023"),
    inside(dataSet, "x00081199")?.string("x00081150"),
    dataSet.string("x0040a050"),
  ].filter((part) => part);
  const items = dataSet.elements[content]?.items ?? [];
  return [
    `${"  ".repeat(depth)}${parts.join(", ")}`,
    ...items.flatMap((item) => item.dataSet ? outline(item.dataSet, hasMeanings, depth + 1) : []),
  ];
}

function find(dataSet: DataSet, codeValue: string): DataSet {
  const items = dataSet.elements[content]?.items ?? [];
  for (const { dataSet: item } of items) {
    if (!item) continue;
    if (codeOf(item, concept).startsWith(`${codeValue}|`)) return item;
    try {
      return find(item, codeValue);
    } catch { /* in another one */ }
  }
  throw new RangeError(`no item has the concept ${codeValue}`);
}

/** Meanings that PS3.16 does not have, or has in other words; and the sex of the subject. */
const changed: readonly (readonly [from: string | RegExp, to: string])[] = [
  ["English (United States)", "American English"],
  ["F|DCM|Female", "Anonymized|Anonymized|Anonymized"],
  [/(F\|DCM)$/, "Anonymized|Anonymized"],
  ["77477000|SCT|CT", "77477000|SCT|Computerized axial tomography (procedure)"],
];

for (
  const [name, make] of Object.entries({ measurementReport, ctDoseReport, xrayDoseReport })
) {
  Deno.test(`${name}: concept names, codes, numbers with units, references and structure stay`, async () => {
    const source = dicomParser.parseDicom(encoded(make()));
    const output = await cleaned(make());
    for (const hasMeanings of [false, true]) {
      const expected = outline(source, hasMeanings).map((line) =>
        changed.reduce((text, [from, to]) => text.replace(from, to), line)
      );
      assert.deepEqual(outline(output, hasMeanings), expected);
    }
  });
}

Deno.test("references inside a report are mapped as its own UIDs, and stay with RETAIN_UIDS", async () => {
  const output = await cleaned(measurementReport());
  const length = find(output, "410668003");
  const image = inside(inside(inside(length, content), content), "x00081199");
  const evidence = inside(inside(inside(output, "x0040a375"), "x00081115"), "x00081199");
  assert.match(image?.string("x00081155") ?? "", /^2\.25\./);
  assert.equal(image?.string("x00081155"), evidence?.string("x00081155"));
  assert.match(find(output, "112040").string("x0040a124") ?? "", /^2\.25\./);
  const kept = await cleaned(measurementReport(), [...options, "retainUids"]);
  const same = inside(inside(inside(find(kept, "410668003"), content), content), "x00081199");
  assert.equal(same?.string("x00081155"), "1.2.826.0.1.3680043.9.78.5");
  const graphics = inside(length, content);
  assert.deepEqual([0, 1, 2, 3].map((at) => graphics?.float("x00700022", at)), [
    1.5,
    2.5,
    3.5,
    4.5,
  ]);
});

Deno.test("texts of a report are cleaned like descriptions; who somebody is becomes a dummy", async () => {
  const output = await cleaned(ctDoseReport());
  assert.equal(find(output, "125203").string("x0040a160"), "abdomen");
  assert.equal(find(output, "121008").string("x0040a123"), "Anonymized^Anonymized");
  for (const concept of ["121013", "121016", "121030"]) {
    assert.equal(find(output, concept).string("x0040a160"), "Anonymized", concept);
  }
  assert.equal(
    find(output, "121031").string("x0040a121"),
    "19000101",
    "no birth date, moved neither",
  );
  assert.equal(find(output, "113809").string("x0040a120")?.slice(8), "101112");
  assert.equal(
    find(output, "113809").string("x0040a120")?.slice(0, 8),
    output.string("x00080020"),
    "moved like the study's date",
  );
  const comment = find(await cleaned(xrayDoseReport()), "121106").string("x0040a160");
  assert.equal(comment, "no complications", "only the name of the patient is removed");
});

Deno.test("a meaning or unit that is not its code's own does not leave", async () => {
  const dcm = (value: string, meaning: string) => [value, "DCM", meaning] as const;
  const output = await cleaned([
    ...measurementReport().filter(({ tag }) => tag !== 0x0040a730 && tag !== 0x0040a043),
    coded(0x0040a043, dcm("126000", `Report of ${mark}`)),
    {
      tag: 0x0040a730,
      vr: "SQ",
      value: [
        container(
          dcm("126010", `${mark} Imaging`),
          "1500",
          number(dcm("113838", `DLP of ${mark}`), "1", ["mGy.cm", "UCUM", mark]),
          number(["8302-2x", "LN", mark], "2", [`{${mark}}`, "UCUM", `{${mark}}`]),
          number(["12345678", "SCT", mark], "3", [mark, "UCUM", mark]),
          code("CONTAINS", dcm("121071", "Finding"), ["39607008", "SCT", `${mark}s Lunge`]),
          code("CONTAINS", dcm("121071", mark), ["4711", "99HOSPITAL", `left lung ${mark}`]),
          code("CONTAINS", dcm("121071", "Finding"), [mark, "RFC5646", mark]),
        ),
      ],
    },
  ]);
  assert.equal(codeOf(output, concept), "126000|DCM|Imaging Measurement Report");
  const group = find(output, "126010");
  const lines = outline(group, true).map((line) => line.trim());
  assert.match(lines[0] ?? "", /126010\|DCM\|Imaging Measurements/);
  assert.match(lines[1] ?? "", /113838\|DCM\|DLP, 1, mGy\.cm\|UCUM\|mGy\.cm$/);
  assert.match(lines[2] ?? "", / 2, Anonymized\|/, "the number stays, and its false unit does not");
  assert.match(lines[4] ?? "", /39607008\|SCT\|Lung$/);
  assert.match(lines[5] ?? "", /\|99\w+\|left lung$/);
});

Deno.test("sex, age and weight in a report stay only with RETAIN_PATIENT_CHARACTERISTICS, ages below 90", async () => {
  const year = ["a", "UCUM", "year"] as const;
  const aged = (age: string): PlainElement[] => [
    ...ctDoseReport().filter(({ tag }) => tag !== 0x0040a730),
    {
      tag: 0x0040a730,
      vr: "SQ",
      value: [
        code("HAS OBS CONTEXT", ["121032", "DCM", "Subject Sex"], ["M", "DCM", "Male"]),
        number(["121033", "DCM", "Subject Age"], age, year),
        number(["27113001", "SCT", "Body weight"], "81", ["kg", "UCUM", "kg"]),
        text("CONTAINS", ["121106", "DCM", "Comment"], "abdomen"),
      ],
    },
  ];
  const value = (output: DataSet, concept: string): string | undefined =>
    inside(find(output, concept), "x0040a300")?.string("x0040a30a");
  const basic = await cleaned(aged("43"));
  assert.deepEqual(["121033", "27113001"].map((one) => value(basic, one)), [undefined, undefined]);
  assert.ok(find(basic, "121033").elements["x0040a300"], "an empty sequence: type 2");
  const chosen: Option[] = [...options, "retainPatientCharacteristics"];
  const kept = await cleaned(aged("43"), chosen);
  assert.deepEqual(["121033", "27113001"].map((one) => value(kept, one)), ["43", "81"]);
  assert.equal(value(await cleaned(aged("93"), chosen), "121033"), undefined);
});

Deno.test({
  name: "dciodvfy finds no new error in a cleaned report",
  ignore: missingTools("dciodvfy"),
  async fn() {
    using directory = tempDir();
    const errors = async (bytes: Uint8Array): Promise<string[]> => {
      Deno.writeFileSync(`${directory.path}/x.dcm`, bytes);
      const command = new Deno.Command("dciodvfy", {
        args: [`${directory.path}/x.dcm`],
        stderr: "piped",
      });
      const { stderr } = await command.output();
      return new TextDecoder().decode(stderr).split("\n").filter((line) =>
        line.startsWith("Error")
      );
    };
    for (const make of [measurementReport, ctDoseReport, xrayDoseReport]) {
      const before = new Set(await errors(encoded(make())));
      const after = await errors(await outputOf(encoded(make()), options));
      assert.deepEqual(after.filter((line) => !before.has(line)), []);
    }
  },
});
