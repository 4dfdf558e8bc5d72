import dicomParser, { type DataSet } from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { PrivateTable, siteRows } from "../../../src/deidentify/profile/private_table.ts";
import { Profile } from "../../../src/deidentify/profile/profile.ts";
import { IntakeError } from "../../../src/model/errors.ts";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { processorTime } from "../../support/processor_time.ts";
import { tempDir } from "../../support/temp_dir.ts";

const options: readonly Option[] = ["retainModifiedDates", "retainSafePrivate"];

async function deidentified(
  elements: readonly PlainElement[],
  { encoding = "explicit", rows = "", chosen = options } = {},
): Promise<DataSet> {
  using directory = tempDir();
  const how = plainEncodings[encoding];
  assert.ok(how);
  const [source, destination] = [`${directory.path}/source`, `${directory.path}/destination`];
  Deno.writeFileSync(source, encodeFile([ascii(0x00080018, "UI", "1.2.3"), ...elements], how));
  const table = new PrivateTable(siteRows({ file: "rows.tsv", text: rows }));
  const tools = { ...imageTools(chosen), profile: new Profile(new Set(chosen), table) };
  const { skipped } = await deidentifyFile(source, destination, "B-1", tools);
  assert.deepEqual(skipped, []);
  return dicomParser.parseDicom(Deno.readFileSync(destination));
}

const sequence = (tag: number, ...items: PlainElement[][]): PlainElement => (
  { tag, vr: "SQ", value: items }
);
const float = (tag: number, value: number): PlainElement => (
  { tag, vr: "FL", value: Buffer.from(Float32Array.of(value).buffer) }
);
const us = (tag: number, ...values: number[]): PlainElement => (
  { tag, vr: "US", value: Buffer.from(Uint16Array.from(values).buffer) }
);
const privateTags = (output: DataSet): string[] =>
  Object.keys(output.elements).filter((name) => parseInt(name.slice(4, 5), 16) % 2 === 1);
const tagsOf = ({ elements }: DataSet): string[] =>
  Object.keys(elements).filter((name) => !name.startsWith("xfffe"));
const bytesOf = (output: DataSet): Buffer => Buffer.from(output.byteArray);

/** What Philips writes into each frame of an enhanced MR image. */
function philipsFrame(slope: number): PlainElement {
  return sequence(0x2005140f, [
    ascii(0x00080018, "UI", "1.2.826.0.1.4"),
    ascii(0x00100010, "PN", "ZQXJ^JANE"),
    ascii(0x00181030, "LO", "ZQXJ protocol"),
    ascii(0x20050010, "LO", "Philips MR Imaging DD 001"),
    float(0x2005100d, 0),
    float(0x2005100e, slope),
    ascii(0x20051011, "LO", "ZQXJ"),
    sequence(0x20051083, [ascii(0x20050010, "LO", "ZQXJ"), ascii(0x00100020, "LO", "ZQXJ")]),
  ]);
}

for (const encoding of ["explicit", "bigEndian", "undefinedLength"]) {
  Deno.test(`an unlisted private sequence is reduced to the listed elements in it, ${encoding}`, async () => {
    const frames = [2.5, 7.25].map((slope) => [
      ascii(0x20050014, "LO", "Philips MR Imaging DD 005"),
      philipsFrame(slope),
    ]);
    const output = await deidentified([sequence(0x52009230, ...frames)], { encoding });
    const items = output.elements["x52009230"]?.items ?? [];
    const slopes = items.map(({ dataSet }) => {
      const inner = dataSet?.elements["x2005140f"]?.items?.[0]?.dataSet;
      assert.deepEqual(inner && tagsOf(inner), ["x20050010", "x2005100d", "x2005100e"]);
      assert.equal(dataSet?.string("x20050014"), "Philips MR Imaging DD 005");
      return inner?.float("x2005100e");
    });
    assert.deepEqual(slopes, [2.5, 7.25]);
    assert.ok(!bytesOf(output).includes("ZQXJ"));
  });
}

Deno.test("a private sequence without VR is reduced too, and so are sequences in sequences", async () => {
  const deep = sequence(0x20051402, [
    ascii(0x00080070, "LO", "Philips"),
    sequence(0x00189114, [
      ascii(0x20010010, "LO", "Philips Imaging DD 001"),
      float(0x20011003, 800),
    ]),
    sequence(0x00189115, [ascii(0x00100010, "PN", "ZQXJ")]),
  ]);
  const elements = [ascii(0x20050014, "LO", "Philips MR Imaging DD 005"), deep];
  const output = await deidentified(elements);
  const item = output.elements["x20051402"]?.items?.[0]?.dataSet;
  assert.deepEqual(item && tagsOf(item), ["x00189114"]);
  assert.equal(
    item?.elements["x00189114"]?.items?.[0]?.dataSet?.float("x20011003"),
    800,
  );
  const implicit = await deidentified(elements, { encoding: "implicit" });
  assert.ok(bytesOf(implicit).includes(Buffer.from(Float32Array.of(800).buffer)));
  assert.ok(!bytesOf(implicit).includes("ZQXJ"));
});

Deno.test("a private sequence goes if nothing in it is listed, or if its maker is not known", async () => {
  const listed = [ascii(0x20010010, "LO", "Philips Imaging DD 001"), float(0x20011003, 800)];
  const nothing = await deidentified([
    ascii(0x20050014, "LO", "Philips MR Imaging DD 005"),
    sequence(0x20051402, [ascii(0x00100010, "PN", "ZQXJ"), ascii(0x20010010, "LO", "ZQXJ")], []),
  ]);
  assert.deepEqual(privateTags(nothing), []);
  const unknown = await deidentified([
    ascii(0x20050014, "LO", "ZQXJ CLINIC"),
    sequence(0x20051402, listed),
  ]);
  assert.deepEqual(privateTags(unknown), []);
});

Deno.test("the items of a listed sequence are treated element by element", async () => {
  const output = await deidentified([
    ascii(0x20010010, "LO", "Philips Imaging DD 001"),
    sequence(0x2001105f, [
      ascii(0x00080022, "DA", "20200131"),
      ascii(0x00081155, "UI", "1.2.826.0.1.9"),
      ascii(0x00100010, "PN", "ZQXJ^JANE"),
      ascii(0x00180050, "DS", "3.5"),
      ascii(0x20010010, "LO", "Philips Imaging DD 001"),
      ascii(0x20011033, "CS", "RL"),
      ascii(0x20010011, "LO", "SOMEBODY ELSE"),
      ascii(0x20011101, "LO", "ZQXJ"),
    ]),
    ascii(0x00080020, "DA", "20200131"),
  ]);
  const item = output.elements["x2001105f"]?.items?.[0]?.dataSet;
  assert.ok(item);
  assert.equal(item.string("x00180050"), "3.5");
  assert.equal(item.string("x20011033"), "RL");
  assert.match(item.string("x00081155") ?? "", /^2\.25\./);
  assert.equal(item.string("x00080022"), output.string("x00080020"), "moved like other dates");
  assert.equal(item.elements["x20010011"], undefined);
  assert.ok(!bytesOf(output).includes("ZQXJ"));
});

Deno.test("SUV factors of Philips stay in a sequence that the profile keeps", async () => {
  const output = await deidentified([
    sequence(0x00540016, [
      ascii(0x70530010, "LO", "Philips PET Private Group"),
      ascii(0x70531000, "DS", "0.000431"),
      ascii(0x70531009, "DS", "2.05e+01"),
      ascii(0x70531003, "LO", "ZQXJ"),
    ]),
  ]);
  const item = output.elements["x00540016"]?.items?.[0]?.dataSet;
  assert.equal(item?.string("x70531000"), "0.000431");
  assert.equal(item?.string("x70531009"), "2.05e+01");
  assert.equal(item?.elements["x70531003"], undefined);
});

/** One item of PrivateDataElementCharacteristicsSequence. */
function characteristics(
  group: number,
  creator: string,
  status: string,
  ...more: PlainElement[]
): PlainElement[] {
  return [
    us(0x00080301, group),
    ascii(0x00080302, "LO", creator),
    ascii(0x00080303, "CS", status),
    ...more,
  ];
}

const acme = [
  ascii(0x00990042, "LO", "ACME 1.0"),
  ascii(0x00994201, "LO", "fast mode 12"),
  ascii(0x00994202, "UI", "1.2.826.0.1.8"),
  ascii(0x00994203, "DA", "20200131"),
  float(0x00994204, 1.5),
  ascii(0x00994205, "PN", "ZQXJ^JANE"),
  ascii(0x00994206, "LO", "other"),
];

Deno.test("a block that the data set declares SAFE stays, with UIDs mapped and dates moved", async () => {
  const output = await deidentified([
    sequence(0x00080300, characteristics(0x99, "ACME 1.0", "SAFE")),
    ascii(0x00080020, "DA", "20200131"),
    ...acme,
  ]);
  assert.equal(output.string("x00990042"), "ACME 1.0");
  assert.equal(output.string("x00994201"), "fast mode 12");
  assert.match(output.string("x00994202") ?? "", /^2\.25\./);
  assert.equal(output.string("x00994203"), output.string("x00080020"));
  assert.equal(output.float("x00994204"), 1.5);
  assert.equal(output.elements["x00994205"], undefined, "a person's name never stays");
});

Deno.test("what SAFE is said of is the group and creator named, and no other, and the option is on", async () => {
  for (
    const item of [
      characteristics(0x99, "ACME 2.0", "SAFE"),
      characteristics(0x97, "ACME 1.0", "SAFE"),
      characteristics(0x99, "ACME 1.0", "UNSAFE"),
      characteristics(0x99, "ACME 1.0", "safe?"),
    ]
  ) {
    assert.deepEqual(privateTags(await deidentified([sequence(0x00080300, item), ...acme])), []);
  }
  const safe = sequence(0x00080300, characteristics(0x99, "ACME 1.0", "SAFE"));
  const basic = await deidentified([safe, ...acme], { chosen: ["retainModifiedDates"] });
  assert.deepEqual(privateTags(basic), []);
  assert.equal(basic.elements["x00080300"], undefined);
  const contradiction = sequence(
    0x00080300,
    characteristics(0x99, "ACME 1.0", "SAFE"),
    characteristics(0x99, "ACME 1.0", "UNSAFE"),
  );
  assert.deepEqual(privateTags(await deidentified([contradiction, ...acme])), []);
});

Deno.test("of a MIXED block the nonidentifying elements stay, and actions apply to the others", async () => {
  const actions = sequence(
    0x00080305,
    [us(0x00080306, 0x02), ascii(0x00080307, "CS", "U")],
    [us(0x00080306, 0x05), ascii(0x00080307, "CS", "D")],
    [us(0x00080306, 0x06), ascii(0x00080307, "CS", "Z")],
    [us(0x00080306, 0x03), ascii(0x00080307, "CS", "X")],
  );
  const output = await deidentified([
    sequence(
      0x00080300,
      characteristics(0x99, "ACME 1.0", "MIXED", us(0x00080304, 0x04), actions),
    ),
    ...acme,
  ]);
  assert.equal(output.float("x00994204"), 1.5);
  assert.match(output.string("x00994202") ?? "", /^2\.25\./);
  assert.equal(output.string("x00994205"), "Anonymized^Anonymized");
  assert.equal(output.elements["x00994206"]?.length, 0);
  assert.equal(output.elements["x00994203"], undefined);
  assert.equal(output.elements["x00994201"], undefined);
});

Deno.test("a listed element goes if its data set calls its block unsafe, and stays in a MIXED one", async () => {
  const elements = [ascii(0x20010010, "LO", "Philips Imaging DD 001"), float(0x20011003, 800)];
  const declared = (status: string): PlainElement =>
    sequence(0x00080300, characteristics(0x2001, "Philips Imaging DD 001", status));
  const unsafe = await deidentified([declared("UNSAFE"), ...elements]);
  assert.deepEqual(privateTags(unsafe), []);
  const mixed = await deidentified([declared("MIXED"), ...elements]);
  assert.equal(mixed.float("x20011003"), 800);
});

Deno.test("a name of the patient does not leave in a block that is declared SAFE, nor in its creator", async () => {
  const planted = [
    ascii(0x00100010, "PN", "Quillfeather^Orsolya"),
    ascii(0x00100020, "LO", "ZX7741"),
  ];
  const output = await deidentified([
    sequence(
      0x00080300,
      characteristics(0x99, "ACME 1.0", "SAFE"),
      characteristics(0x97, "Quillfeather GmbH", "SAFE"),
    ),
    ...planted,
    ascii(0x00970010, "LO", "Quillfeather GmbH"),
    float(0x00971001, 1.5),
    ascii(0x00990042, "LO", "ACME 1.0"),
    ascii(0x00994201, "LO", "axial Orsolya"),
    ascii(0x00994202, "LT", "ZX7741"),
    { tag: 0x00994203, vr: "OB", value: Buffer.from("Quillfeather") },
    float(0x00994204, 1.5),
  ]);
  assert.ok(!/Quillfeather|Orsolya|ZX7741/.test(bytesOf(output).toString("latin1")));
  assert.deepEqual(privateTags(output), ["x00990042", "x00994201", "x00994204"]);
  assert.equal(output.string("x00994201"), "axial", "what is left of it");
  assert.equal(output.elements["x00080300"]?.items?.length, 1, "the item on its own creator goes");
});

Deno.test("rows of a site are kept in any block, UIDs mapped, and other VRs refused", async () => {
  const rows = [
    "tag\tcreator\tvr\tvm",
    "# our own",
    "(0099,xx01)\tACME 1.0\tLO",
    "(0099,xx02)\tACME 1.0\tUI\t1",
    "(0099,xx03)\tACME 1.0\tDA\t1",
    "(0099,xx04)\tACME 1.0\tFL\t1",
    "(0099,xx06)\tACME 1.0\tFL\t1",
  ].join("\n");
  const output = await deidentified(acme, { rows });
  assert.deepEqual(privateTags(output), [
    "x00990042",
    "x00994201",
    "x00994202",
    "x00994203",
    "x00994204",
  ]);
  assert.equal(output.string("x00994201"), "fast mode 12");
  assert.match(output.string("x00994202") ?? "", /^2\.25\./);
  assert.notEqual(output.string("x00994203"), "20200131");
  for (const row of ["(0099,xx05)\tACME\tPN", "(0098,xx05)\tACME\tLO", "(0099,xx05)\t\tLO", "x"]) {
    const wrong = (): unknown => siteRows({ file: "rows.tsv", text: `\n${row}\n` });
    assert.throws(
      wrong,
      (fault) => fault instanceof IntakeError && /rows\.tsv:2/.test(fault.message),
    );
  }
});

Deno.test("private sequences inside each other take time in proportion, whatever a recipe keeps", async () => {
  const nested = (depth: number): PlainElement[] => [
    ascii(0x20050014, "LO", "Philips MR Imaging DD 005"),
    sequence(0x20051402, depth === 0 ? [] : nested(depth - 1), []),
  ];
  const recipe = 'FORMAT dicom\n%header\nKEEP (2005,"Philips MR Imaging DD 005",02)\n';
  const tools = {
    ...imageTools(options),
    ...recipesOf({ file: "site.dicom", text: recipe }),
    recipes: [],
  };
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const [source, destination] = [`${directory.path}/source`, `${directory.path}/destination`];
  const elements = [ascii(0x00080018, "UI", "1.2.3"), ...nested(40)];
  Deno.writeFileSync(source, encodeFile(elements, explicit));
  const { result: { skipped }, ms } = await processorTime(
    () => deidentifyFile(source, destination, "B-1", tools),
  );
  assert.deepEqual(skipped, []);
  assert.ok(ms < 2000, `${ms} ms of the processor`);
});
