import dicomParser, { type DataSet } from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const usual = [
  ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
  ascii(0x00080018, "UI", "2.25.4711"),
  ascii(0x0020000d, "UI", "2.25.4712"),
  ascii(0x0020000e, "UI", "2.25.4713"),
];
const [viewCode, anatomicRegion, content, schemes] = [
  0x00540220,
  0x00082218,
  0x0040a730,
  0x00080110,
];

async function output(
  elements: readonly PlainElement[],
  options: readonly Option[] = ["retainModifiedDates"],
): Promise<DataSet> {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const file = encodeFile([...usual, ...elements, somePixels], explicit);
  Deno.writeFileSync(`${directory.path}/x`, file);
  const task = { folder: directory.path, staged: `${directory.path}/o`, code: "B-1", files: [] };
  const entry = { number: 1, path: "x", isFile: true };
  const outcome = await processImage(task, entry, imageTools(options));
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  return dicomParser.parseDicom(Deno.readFileSync(`${task.staged}/${outcome.row.path}`));
}

/** A coded entry. */
function code(
  value: string,
  scheme: string,
  meaning: string,
  ...more: readonly PlainElement[]
): PlainElement[] {
  return [
    ascii(0x00080100, "SH", value),
    ...(scheme === "" ? [] : [ascii(0x00080102, "SH", scheme)]),
    ascii(0x00080104, "LO", meaning),
    ...more,
  ];
}

function sequence(tag: number, ...items: readonly PlainElement[][]): PlainElement {
  return { tag, vr: "SQ", value: items };
}

/** Value, scheme and meaning of the first item of a sequence at the top. */
function entryOf(dataSet: DataSet, tag: number, item = 0): (string | undefined)[] {
  const name = `x${tag.toString(16).padStart(8, "0")}`;
  const inside = dataSet.elements[name]?.items?.[item]?.dataSet;
  return ["x00080100", "x00080102", "x00080104"].map((each) => inside?.string(each));
}

const pseudonym = /^[A-Z0-9]{16}$/;

Deno.test("codes of a local scheme lose their meaning, and their scheme gets a private name", async () => {
  for (const scheme of ["99CHARITE", "L", "CHARITE_MITTE", "JJ1017T", ""]) {
    const found = await output([
      sequence(anatomicRegion, code("CHAR-ABD1", scheme, "Charite Abdomen nativ")),
      sequence(viewCode, code("CHAR-ABD2", scheme, "Charite lateral")),
    ]);
    assert.doesNotMatch(Buffer.from(found.byteArray).toString("latin1"), /chari/i, scheme);
    const [value = "", designator, meaning] = entryOf(found, anatomicRegion);
    assert.match(value, pseudonym);
    if (scheme !== "") assert.match(designator ?? "", /^99[A-Z0-9]{14}$/);
    assert.equal(meaning, "Anonymized");
    const other = entryOf(found, viewCode);
    assert.equal(other[1], designator, "one scheme stays one");
    assert.notEqual(other[0], value, "two codes stay two");
  }
});

Deno.test("codes of registered schemes stay as they are, meaning included", async () => {
  const entries = [
    ["T-D4000", "SRT", "Abdomen"],
    ["818981001", "SCT", "Abdomen"],
    ["T-D4000", "SNM3", "Abdomen"],
    ["T-D4000", "99SDM", "Abdomen"],
    ["110501", "DCM", "Equipment failure"],
    ["RID56", "RADLEX", "abdomen"],
    ["7088", "FMA", "Heart"],
    ["mm", "UCUM", "mm"],
    ["24627-2", "LN", "Chest CT"],
  ] as const;
  for (const [value, scheme, meaning] of entries) {
    const more = [ascii(0x00080103, "SH", "1.0"), ascii(0x00080105, "CS", "DCMR")];
    const given = code(value, scheme, meaning, ...more, ascii(0x0008010f, "CS", "4031"));
    const found = await output([sequence(anatomicRegion, given)]);
    assert.deepEqual(entryOf(found, anatomicRegion), [value, scheme, meaning]);
    const item = found.elements["x00082218"]?.items?.[0]?.dataSet;
    assert.equal(item?.string("x00080103"), "1.0");
    assert.equal(item?.string("x0008010f"), "4031");
  }
});

Deno.test("a meaning is cleaned where descriptions are, and names of schemes stay where institutions do", async () => {
  const given = [
    sequence(anatomicRegion, code("A1", "99CHARITE", "CT ABDOMEN W/O CONTRAST")),
    sequence(viewCode, code("A2", "99CHARITE", "Charite lateral")),
  ];
  const clean = await output(given, ["cleanDescriptors"]);
  assert.equal(entryOf(clean, anatomicRegion)[2], "CT ABDOMEN W/O CONTRAST");
  assert.equal(entryOf(clean, viewCode)[2], "lateral");
  const retained = await output(given, ["retainInstitutionIdentity"]);
  assert.deepEqual(entryOf(retained, anatomicRegion).slice(1), ["99CHARITE", "Anonymized"]);
  assert.match(entryOf(retained, anatomicRegion)[0] ?? "", pseudonym);
});

Deno.test("long codes, URNs, versions, UIDs and lists of a site are not left behind", async () => {
  const long = [
    ascii(0x00080102, "SH", "99CHARITE"),
    ascii(0x00080103, "SH", "Charite1"),
    ascii(0x00080104, "LO", "Charite"),
    ascii(0x00080105, "CS", "CHARITE"),
    ascii(0x0008010b, "CS", "Y"),
    ascii(0x0008010c, "UI", "1.2.276.4711.1"),
    ascii(0x0008010d, "UI", "1.2.276.4711.2"),
    ascii(0x0008010f, "CS", "CHARITE7"),
    ascii(0x00080119, "UC", "Charite Abdomen"),
    ascii(0x00080122, "LO", "Charite codes"),
    sequence(0x00080121, code("CHAR9", "99CHARITE", "Charite"), code("mm", "UCUM", "mm")),
  ];
  const urn = [
    ascii(0x00080104, "LO", "Charite"),
    ascii(0x00080120, "UR", "urn:oid:1.2.276.4711.3"),
  ];
  const standard = code("mm", "UCUM", "mm", ascii(0x00080105, "CS", "CHARITE"));
  const extended = code(
    "110501",
    "DCM",
    "Equipment failure",
    ascii(0x00080105, "CS", "DCMR"),
    ascii(0x0008010d, "UI", "1.2.276.4711.2"),
  );
  const found = await output([sequence(anatomicRegion, long, urn, standard, extended)]);
  const text = Buffer.from(found.byteArray).toString("latin1");
  assert.doesNotMatch(text, /chari/i);
  assert.ok(!text.includes("1.2.276.4711"));
  const items = found.elements["x00082218"]?.items?.map(({ dataSet }) => dataSet);
  assert.match(items?.[0]?.string("x00080119") ?? "", pseudonym);
  assert.match(items?.[0]?.string("x0008010c") ?? "", /^2\.25\./);
  assert.equal(items?.[0]?.elements["x00080121"]?.items?.[1]?.dataSet?.string("x00080104"), "mm");
  assert.match(items?.[1]?.string("x00080120") ?? "", /^urn:oid:2\.25\.\d+$/);
  assert.deepEqual(entryOf(found, anatomicRegion, 2), ["mm", "UCUM", "mm"]);
  assert.deepEqual(entryOf(found, anatomicRegion, 3), ["110501", "DCM", "Equipment failure"]);
});

Deno.test("the description of a local scheme names it as its codes do, and nothing else", async () => {
  const described = (scheme: string): PlainElement[] => [
    ascii(0x00080102, "SH", scheme),
    ascii(0x00080103, "SH", "2.7"),
    ascii(0x0008010c, "UI", "2.16.840.1.113883.6.96"),
    ascii(0x00080115, "ST", `${scheme} by Charite`),
  ];
  const found = await output([
    sequence(schemes, described("99CHARITE"), [
      ascii(0x00080102, "SH", "SCT"),
      ascii(0x00080115, "ST", "SNOMED CT"),
    ]),
    sequence(anatomicRegion, code("A1", "99CHARITE", "CT ABDOMEN")),
  ]);
  assert.doesNotMatch(Buffer.from(found.byteArray).toString("latin1"), /chari/i);
  const [local, standard] = found.elements["x00080110"]?.items ?? [];
  assert.equal(local?.dataSet?.string("x00080102"), entryOf(found, anatomicRegion)[1]);
  const left = Object.keys(local?.dataSet?.elements ?? {}).filter((tag) => tag.startsWith("x0008"));
  assert.deepEqual(left.sort(), ["x00080102", "x0008010c"]);
  assert.equal(standard?.dataSet?.string("x00080115"), "SNOMED CT");
});

Deno.test("content that is cleaned keeps standard codes, and local ones by a pseudonym", async () => {
  const item = (entry: PlainElement[]): PlainElement[] => [
    ascii(0x0040a040, "CS", "CODE"),
    sequence(0x0040a168, entry),
  ];
  const found = await output([
    sequence(
      content,
      item(code("410668003", "SCT", "Length")),
      item(code("CHAR1", "99CHARITE", "Charite liver")),
    ),
  ], ["cleanStructuredContent"]);
  const entries = found.elements["x0040a730"]?.items?.map(({ dataSet }) =>
    dataSet?.elements["x0040a168"]?.items?.[0]?.dataSet
  );
  assert.equal(entries?.[0]?.string("x00080100"), "410668003");
  assert.match(entries?.[1]?.string("x00080100") ?? "", pseudonym);
  assert.match(entries?.[1]?.string("x00080102") ?? "", /^99[A-Z0-9]{14}$/);
  assert.doesNotMatch(Buffer.from(found.byteArray).toString("latin1"), /chari/i);
});
