import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../src/deidentify/profile/options.ts";
import { deidentifyFile } from "../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../support/dicom/encode_data_set.ts";
import { tempDir } from "../support/temp_dir.ts";

type Encoding = keyof typeof plainEncodings;

/** De-identifies a file of these elements; how dicom-parser reads it, and its bytes. */
async function deidentified(
  elements: readonly PlainElement[],
  options: readonly Option[] = ["retainModifiedDates"],
  encoding: Encoding = "explicit",
): Promise<dicomParser.DataSet> {
  using directory = tempDir();
  const how = plainEncodings[encoding];
  assert.ok(how);
  const source = `${directory.path}/source`;
  const all = [ascii(0x00080018, "UI", "1.2.3"), ...elements];
  Deno.writeFileSync(source, encodeFile(all, how));
  const destination = `${directory.path}/destination`;
  const { skipped } = await deidentifyFile(source, destination, "B-1", imageTools(options));
  assert.deepEqual(skipped, []);
  return dicomParser.parseDicom(Deno.readFileSync(destination));
}

const sequence = (tag: number, ...items: PlainElement[][]): PlainElement => (
  { tag, vr: "SQ", value: items }
);

Deno.test("UIDs are mapped alike wherever they stand: nested, several in one value, in the file meta", async () => {
  const output = await deidentified([
    ascii(0x0020000d, "UI", "1.2.30"),
    ascii(0x0020000e, "UI", "1.2.31"),
    ascii(0x00200052, "UI", "1.2.32"),
    sequence(0x00081250, [ascii(0x0020000d, "UI", "1.2.30"), ascii(0x0020000e, "UI", "1.2.31")]),
    sequence(0x00082112, [
      ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
      ascii(0x00081155, "UI", "1.2.3\\1.2.32"),
    ]),
  ]);
  const study = output.string("x0020000d") ?? "";
  assert.match(study, /^2\.25\.\d+$/);
  const related = output.elements["x00081250"]?.items?.[0]?.dataSet;
  assert.equal(related?.string("x0020000d"), study);
  assert.equal(related?.string("x0020000e"), output.string("x0020000e"));
  const source = output.elements["x00082112"]?.items?.[0]?.dataSet;
  assert.equal(
    source?.string("x00081150"),
    "1.2.840.10008.5.1.4.1.1.2",
    "a class, not an instance",
  );
  const referenced = `${output.string("x00080018")}\\${output.string("x00200052")}`;
  assert.equal(source?.string("x00081155", 0), referenced.split("\\")[0]);
  assert.equal(source?.string("x00081155", 1), referenced.split("\\")[1]);
  assert.equal(output.string("x00020003"), output.string("x00080018"));
});

Deno.test("several dates in one value, and padded dates, are shifted, not removed", async () => {
  const output = await deidentified([
    ascii(0x00080020, "DA", "20200131"),
    ascii(0x00080022, "DA", " 20200131"),
    ascii(0x0018a002, "DT", "20200131101112\\20200201101112 "),
  ]);
  const day = output.string("x00080020") ?? "";
  assert.match(day, /^20(09|1\d)\d{4}$/);
  assert.equal(output.string("x00080022")?.trim(), day);
  assert.equal(output.string("x0018a002", 0), `${day}101112`);
});

Deno.test("identifiers of two issuers, and no identifier at all, are different patients", async () => {
  const patient = async (...elements: PlainElement[]): Promise<string | undefined> =>
    (await deidentified(elements)).string("x00100020");
  const study = (uid: string): PlainElement => ascii(0x0020000d, "UI", uid);
  const codes = [
    await patient(ascii(0x00100020, "LO", "4711"), ascii(0x00100021, "LO", "A")),
    await patient(ascii(0x00100020, "LO", "4711"), ascii(0x00100021, "LO", "B")),
    await patient(ascii(0x00100020, "LO", "4711")),
    await patient(ascii(0x00100020, "LO", ""), study("1.2.30")),
    await patient(study("1.2.31")),
  ];
  assert.equal(new Set(codes).size, codes.length);
  assert.ok(codes.every((code) => /^P-[A-Z0-9]{16}$/.test(code ?? "")));
  assert.equal(
    await patient(study("1.2.30"), ascii(0x00100020, "LO", "  ")),
    codes[3],
    "of one study, one patient",
  );
});

Deno.test("an empty StudyID merges no studies, and an empty AccessionNumber stays empty", async () => {
  const ids = await Promise.all(["1.2.30", "1.2.31"].map(async (uid) => {
    const output = await deidentified([
      ascii(0x0020000d, "UI", uid),
      ascii(0x00200010, "SH", ""),
      ascii(0x00080050, "SH", ""),
    ]);
    assert.equal(output.elements["x00080050"]?.length, 0);
    return output.string("x00200010");
  }));
  assert.notEqual(ids[0], ids[1]);
});

Deno.test("an output says what was done to it, in the codes of CID 7050", async () => {
  const output = await deidentified([], ["retainModifiedDates", "cleanDescriptors"]);
  assert.equal(output.string("x00120062"), "YES");
  assert.match(output.string("x00120063") ?? "", /^dicom-intake \S+, PS3\.15 E\.1-1 2026c$/);
  assert.equal(output.string("x00280303"), "MODIFIED");
  const codes = output.elements["x00120064"]?.items?.map((
    { dataSet },
  ) => [dataSet?.string("x00080100"), dataSet?.string("x00080102")]);
  assert.deepEqual(codes, [["113100", "DCM"], ["113107", "DCM"], ["113105", "DCM"]]);
  assert.equal((await deidentified([], [])).string("x00280303"), "REMOVED");
  assert.equal((await deidentified([], ["retainFullDates"])).string("x00280303"), "UNMODIFIED");
});

Deno.test("safe private elements stay with their creator, wherever their block lies; others go", async () => {
  const elements = [
    ascii(0x00190010, "LO", "SOMEBODY ELSE"),
    ascii(0x00191023, "DS", "1"),
    ascii(0x00190011, "LO", "GEMS_ACQU_01"),
    ascii(0x00191123, "DS", "2"),
    ascii(0x00191124, "DS", "3"),
    ascii(0x00191125, "LO", "JANE"),
    ascii(0x00191223, "DS", "4"),
  ];
  const output = await deidentified(elements, ["retainSafePrivate"]);
  const left = Object.keys(output.elements).filter((tag) => tag.startsWith("x0019"));
  assert.deepEqual(left, ["x00190011", "x00191123", "x00191124"]);
  const basic = await deidentified(elements);
  assert.deepEqual(Object.keys(basic.elements).filter((tag) => tag.startsWith("x0019")), []);
});

Deno.test("safe private elements stay only with a value of the VR that the standard lists", async () => {
  const hidden = Buffer.from("\xfe\xff\x00\xe0\xff\x00\x00\x00JANE", "latin1");
  const number = Buffer.alloc(4);
  number.writeFloatLE(1000);
  const left = async (
    creator: string,
    tag: number,
    vr: string,
    value: Uint8Array,
    encoding?: Encoding,
  ): Promise<number> => {
    const block = ascii((tag & 0xffff0000) >>> 0 | 0x10, "LO", creator);
    const elements = [block, { tag, vr, value }];
    const output = await deidentified(elements, ["retainSafePrivate"], encoding);
    const group = `x${tag.toString(16).padStart(8, "0").slice(0, 4)}`;
    return Object.keys(output.elements).filter((name) => name.startsWith(group)).length;
  };
  const [speed, bFactor] = ["GEMS_ACQU_01", "Philips Imaging DD 001"];
  for (const vr of ["LO", "LT", "ST", "UT", "OB", "UN", "DS"]) {
    assert.equal(await left(speed, 0x00191023, vr, Buffer.from("JANE")), 0, vr);
  }
  assert.equal(await left(speed, 0x00191023, "UN", Buffer.from("1.5\\ -2e3 ")), 2);
  assert.equal(await left(speed, 0x0019109e, "UN", hidden), 0);
  assert.equal(await left(speed, 0x0019109e, "UN", hidden, "implicit"), 0);
  assert.equal(await left(speed, 0x0019109e, "LO", Buffer.from("EFGRE3D")), 2);
  assert.equal(await left(bFactor, 0x20011003, "FL", number), 2);
  assert.equal(await left(bFactor, 0x20011003, "UN", number, "implicit"), 2);
  assert.equal(await left(bFactor, 0x20011003, "UN", hidden), 0);
  assert.equal(await left(bFactor, 0x20011003, "UN", Buffer.from("JANE^D")), 0);
});

Deno.test("a private sequence of unknown VR does not swell, it goes", async () => {
  const items = Array.from({ length: 2000 }, () => [ascii(0x00090010, "LO", "JANE")]);
  const output = await deidentified([sequence(0x00091001, ...items)], undefined, "implicit");
  assert.ok(output.byteArray.length < 2000, `${output.byteArray.length} bytes`);
});

Deno.test("a value of the wrong kind does not hide behind its VR", async () => {
  const name = Buffer.from("JANE");
  const output = await deidentified([
    { tag: 0x00100010, vr: "UN", value: name },
    { tag: 0x00080020, vr: "LO", value: name },
    { tag: 0x00081140, vr: "OB", value: name },
    { tag: 0x00081110, vr: "LO", value: name },
  ]);
  assert.ok(!Buffer.from(output.byteArray).includes("JANE"));
});

Deno.test("ages over 89 leave as 090Y when characteristics are retained", async () => {
  const output = await deidentified(
    [ascii(0x00101010, "AS", "097Y"), ascii(0x00100040, "CS", "F")],
    ["retainPatientCharacteristics"],
  );
  assert.equal(output.string("x00101010"), "090Y");
  assert.equal(output.string("x00100040"), "F");
});

Deno.test("structured content keeps codes and numbers, and loses names and free text", async () => {
  const code = (tag: number, value: string, scheme: string, meaning: string): PlainElement =>
    sequence(tag, [
      ascii(0x00080100, "SH", value),
      ascii(0x00080102, "SH", scheme),
      ascii(0x00080104, "LO", meaning),
    ]);
  const output = await deidentified([
    sequence(
      0x0040a730,
      [
        ascii(0x0040a010, "CS", "CONTAINS"),
        ascii(0x0040a040, "CS", "NUM"),
        code(0x0040a043, "410668003", "SCT", "Length"),
        sequence(0x0040a300, [ascii(0x0040a30a, "DS", "12.5")]),
      ],
      [
        ascii(0x0040a040, "CS", "TEXT"),
        code(0x0040a043, "JANE", "99LOCAL", "JANE"),
        ascii(0x0040a160, "UT", "JANE has a lesion of the liver"),
      ],
      [ascii(0x0040a040, "CS", "PNAME"), ascii(0x0040a123, "PN", "JANE")],
    ),
  ], ["cleanStructuredContent"]);
  const [number, text, name] = output.elements["x0040a730"]?.items ?? [];
  const measured = number?.dataSet?.elements["x0040a300"]?.items?.[0]?.dataSet;
  assert.equal(measured?.string("x0040a30a"), "12.5");
  const concept = number?.dataSet?.elements["x0040a043"]?.items?.[0]?.dataSet;
  assert.equal(concept?.string("x00080100"), "410668003");
  assert.equal(text?.dataSet?.string("x0040a160"), "lesion of the liver");
  assert.equal(name?.dataSet?.string("x0040a040"), "PNAME");
  assert.ok(!Buffer.from(output.byteArray).includes("JANE"));
});

Deno.test("what belongs to messages, file meta or directories leaves neither data set nor items", async () => {
  const output = await deidentified([
    ascii(0x00041130, "CS", "JANES DISK"),
    ascii(0x00041500, "CS", "JANE\\DOE"),
    sequence(0x00081140, [
      ascii(0x00020016, "AE", "JANE"),
      ascii(0x00020102, "OB", "JANE"),
      ascii(0x00081155, "UI", "1.2.3"),
    ], [ascii(0x00000600, "AE", "JANE")]),
  ]);
  assert.ok(!Buffer.from(output.byteArray).includes("JANE"));
});

Deno.test("addresses, identifiers and free texts that table E.1-1 forgets do not leave", async () => {
  const texts: readonly (readonly [number, string])[] = [
    [0x00080407, "UR"],
    [0x00080408, "UR"],
    [0x00080409, "UR"],
    [0x0008040b, "UR"],
    [0x00100214, "LO"],
    [0x00102295, "LO"],
    [0x00181803, "LO"],
    [0x00189908, "UC"],
    [0x00280a04, "LO"],
    [0x00281351, "ST"],
    [0x00286190, "ST"],
    [0x00401060, "LO"],
    [0x0040a992, "ST"],
    [0x0040e001, "ST"],
    [0x00440003, "LT"],
    [0x0072006f, "UC"],
    [0x00820003, "UT"],
    [0x0082000a, "UT"],
    [0x30020002, "SH"],
    [0x30020003, "LO"],
    [0x300600c8, "LO"],
    [0x30080066, "ST"],
    [0x300a01ba, "ST"],
    [0x300a01d0, "ST"],
    [0x300a0730, "ST"],
  ];
  const output = await deidentified(texts.map(([tag, vr]) => ascii(tag, vr, `JANE ${tag}`)));
  const bytes = Buffer.from(output.byteArray);
  assert.deepEqual(texts.filter(([tag]) => bytes.includes(`JANE ${tag}`)), []);
  assert.equal(output.string("x30020002"), "Anonymized", "type 1 in RT images");
});

Deno.test("the date of a secondary review goes, or moves like others", async () => {
  const review = [ascii(0x00080020, "DA", "20200131"), ascii(0x00140102, "DA", "20200131")];
  assert.equal((await deidentified(review, [])).string("x00140102"), undefined);
  const moved = await deidentified(review);
  assert.notEqual(moved.string("x00140102"), "20200131");
  assert.equal(moved.string("x00140102"), moved.string("x00080020"));
  assert.equal((await deidentified(review, ["retainFullDates"])).string("x00140102"), "20200131");
});

Deno.test("with full dates, a value that is no date or time does not stay as one", async () => {
  const output = await deidentified([
    ascii(0x00080020, "DA", "JANE1"),
    ascii(0x00080030, "TM", "JANE2"),
    ascii(0x00080021, "DA", "20200131"),
    ascii(0x00080031, "TM", "101112.5"),
    ascii(0x0008002a, "DT", "JANE3"),
    { tag: 0x00080022, vr: "UN", value: Buffer.from("JANE4") },
    ascii(0x0040e004, "DT", "JANE5"),
    ascii(0x00144078, "DA", "JANE6"),
    sequence(0x0040a730, [ascii(0x0040a121, "DA", "JANE7"), ascii(0x0040a122, "TM", "101112")]),
  ], ["retainFullDates", "cleanStructuredContent"]);
  assert.ok(!Buffer.from(output.byteArray).includes("JANE"));
  assert.equal(output.elements["x00080020"]?.length, 0, "emptied, as in the basic profile");
  assert.equal(output.string("x00080021"), "20200131");
  assert.equal(output.string("x00080031"), "101112.5");
  const content = output.elements["x0040a730"]?.items?.[0]?.dataSet;
  assert.equal(content?.string("x0040a122"), "101112");
});

Deno.test("free text does not stay in place of numbers, codes, binary values, dates or UIDs", async () => {
  const texts = ["LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"];
  const [KVP, RepresentativeFrame, BodyPartExamined, LUTData] = [
    0x00180060,
    0x00286010,
    0x00180015,
    0x00283006,
  ];
  const attributes = [KVP, RepresentativeFrame, BodyPartExamined, LUTData, 0x00144078, 0x0008010c];
  for (const vr of texts) {
    const output = await deidentified(
      attributes.map((tag) => ascii(tag, vr, "son of Mrs JANE")),
    );
    assert.ok(!Buffer.from(output.byteArray).includes("JANE"), vr);
  }
  const output = await deidentified([ascii(0x00080070, "SH", "ACME"), ascii(KVP, "DS", "120")]);
  assert.equal(output.string("x00080070"), "ACME", "LO, written as another text");
  assert.equal(output.string("x00180060"), "120");
});

Deno.test("what is no number does not stay as one, and variable pixel data do not stay at all", async () => {
  const [KVP, XRayTubeCurrent, VariablePixelData] = [0x00180060, 0x00181151, 0x7f020010];
  const output = await deidentified([
    ascii(KVP, "DS", "120\\JANE"),
    ascii(XRayTubeCurrent, "IS", "Mrs Doe"),
    ascii(0x00180050, "DS", "-1.5e+3 "),
    ascii(0x00180088, "DS", "nan"),
    { tag: VariablePixelData, vr: "OB", value: new TextEncoder().encode("JANE") },
  ]);
  assert.ok(!/JANE|Doe/.test(Buffer.from(output.byteArray).toString("latin1")));
  assert.equal(output.string("x00180050"), "-1.5e+3");
  assert.equal(output.string("x00180088"), "nan");
});

Deno.test("a UID that is none does not stay, and is mapped where UIDs are", async () => {
  const output = await deidentified([
    ascii(0x0008010c, "UI", "JANE"),
    ascii(0x0040e011, "UI", `1.${"2".repeat(70)}`),
    ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
    ascii(0x00200052, "UI", "JANE"),
    ascii(0x00080014, "UI", "1.2.3.4"),
    ascii(0x00200200, "LO", "JANE"),
  ], ["retainUids"]);
  assert.ok(!Buffer.from(output.byteArray).includes("JANE"));
  assert.equal(output.elements["x0008010c"], undefined);
  assert.equal(output.elements["x0040e011"], undefined);
  assert.equal(output.string("x00081150"), "1.2.840.10008.5.1.4.1.1.2");
  assert.match(output.string("x00200052") ?? "", /^2\.25\.\d+$/);
  assert.equal(output.string("x00080014"), "1.2.3.4");
});

Deno.test("of the character sets only those stay that are some", async () => {
  const kept = async (terms: string): Promise<string | undefined> =>
    (await deidentified([ascii(0x00080005, "CS", terms)])).string("x00080005");
  assert.equal(await kept("ISO_IR 192\\JANE"), "ISO_IR 192");
  assert.equal(await kept("JANE"), undefined);
  assert.equal(await kept("JANE\\ISO 2022 IR 87"), "\\ISO 2022 IR 87");
  assert.equal(await kept("\\ISO 2022 IR 87"), "\\ISO 2022 IR 87");
  assert.equal(await kept("ISO-IR 100"), "ISO-IR 100", "misspelt, but understood");
});

Deno.test("pixels in an item, which nobody screens, do not leave", async () => {
  const pixels = Buffer.from("JANE's face!");
  const output = await deidentified([
    sequence(
      0x00081140,
      [
        { tag: 0x7fe00010, vr: "OB", value: pixels },
        ascii(0x00081155, "UI", "1.2.3"),
      ],
      [{ tag: 0x7fe00008, vr: "OF", value: pixels }],
      [{
        tag: 0x7fe00009,
        vr: "OD",
        value: Buffer.concat([pixels, Buffer.alloc(4)]),
      }],
    ),
    { tag: 0x7fe00010, vr: "OB", value: Uint8Array.of(7, 7) },
  ]);
  assert.ok(!Buffer.from(output.byteArray).includes("face"));
  assert.equal(output.elements["x7fe00010"]?.length, 2);
});
