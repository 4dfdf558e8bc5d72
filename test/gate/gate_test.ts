import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../src/deidentify/profile/options.ts";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { BatchGate } from "../../src/pipeline/imported_files.ts";
import { image } from "../support/database/batches.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../support/dicom/encode_data_set.ts";
import { tempDir } from "../support/temp_dir.ts";

const usual = [
  ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
  ascii(0x00080018, "UI", "2.25.4711"),
  ascii(0x0020000d, "UI", "2.25.4712"),
  ascii(0x0020000e, "UI", "2.25.4713"),
];
const withPixels = (elements: readonly PlainElement[]): readonly PlainElement[] =>
  elements.some(({ tag }) => tag === somePixels.tag) ? elements : [...elements, somePixels];

/** What the gate says of the output of an image. */
async function findings(
  elements: readonly PlainElement[],
  options?: readonly Option[],
  folder = "ST-1",
): Promise<string> {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  Deno.mkdirSync(`${directory.path}/${folder}`);
  Deno.writeFileSync(
    `${directory.path}/${folder}/x`,
    encodeFile([...usual, ...withPixels(elements)], explicit),
  );
  const place = { folder: `${directory.path}/${folder}`, staged: `${directory.path}/o` };
  const task = { ...place, code: "B-1", files: [] };
  const outcome = await processImage(
    task,
    { number: 1, path: "x", isFile: true },
    imageTools(options),
  );
  return outcome.kind === "image" ? "" : outcome.skipped.reason;
}

const named = (name: string): PlainElement => ascii(0x00100010, "PN", name);
const maker = (text: string): PlainElement => ascii(0x00080070, "LO", text);

/** The bytes of a text in UTF-8, each as a letter of Latin-1. */
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

const alarms: readonly (readonly [string, readonly PlainElement[], RegExp])[] = [
  ["a family name", [named("Quimby^Eva"), maker("QUIMBY")], /NAME at \(0008,0070\)/],
  ["a short given name", [named("Quimby^Eva"), maker("for eva.")], /NAME/],
  ["both short names", [named("Li^Wu"), maker("wu li")], /NAME/],
  ["a name without accents", [named("Muñoz^Eva"), maker("MUNOZ")], /NAME/],
  ["a name with two letters for one", [named("Müller^Eva"), maker("MUELLER")], /NAME/],
  ["a name with one letter for one", [named("Sørensen^Eva"), maker("SORENSEN")], /NAME/],
  ["a name respelled by two habits", [named("Ødegård^Eva"), maker("odegaard")], /NAME/],
  ["a name that got an accent", [named("Muller^Eva"), maker("MÜLLER")], /NAME/],
  ["one letter for two of a name", [named("MUELLER^EVA"), maker("müller")], /NAME/],
  ["a name that got a stroke", [named("Sorensen^Eva"), maker("SØRENSEN")], /NAME/],
  ["a name respelled one way of several", [named("Odegaard^Eva"), maker("Ødegård")], /NAME/],
  ["a name that got it in UTF-8", [named("Walesa^Eva"), maker(utf8("Wałęsa"))], /NAME/],
  [
    "a name in UTF-8 that is cut off",
    [named("Muller^Eva"), maker(utf8("Müller ü").slice(0, -1))],
    /NAME/,
  ],
  ["two letters for a stroke", [named("Djordjevic^Eva"), maker(utf8("Đorđević"))], /NAME/],
  ["a name in letters of full width", [named("Quimby^Eva"), maker(utf8("Ｑｕｉｍｂｙ"))], /NAME/],
  ["a name of two public words", [named("Wilson^May"), maker("WILSON MAY")], /NAME/],
  ["a name of several words as one", [named("van der Velden^Jo"), maker("vanderVelden")], /NAME/],
  ["a name of one word as two", [named("McDonnell^Jo"), maker("Mc Donnell")], /NAME/],
  ["a name that the file takes for a text", [
    ascii(0x00100010, "LO", "Quimby^Eva"),
    maker("quimby"),
  ], /NAME/],
  ["a name in JIS X 0208", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87"),
    ascii(0x00100010, "PN", "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("see \x1b$B;3ED\x1b(B"),
  ], /NAME/],
  ["a name inside a text of JIS X 0208", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87"),
    ascii(0x00100010, "PN", "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("\x1b$B45<T;3EDB@O:MM\x1b(B"),
  ], /NAME at \(0008,0070\)/],
  ["a name inside a text whose character set nobody declares", [
    ascii(0x00100010, "PN", "\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("\x1b$B45<T;3EDMM\x1b(B"),
  ], /NAME/],
  ["a name in letters of full width of JIS X 0208", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87"),
    named("Yamada^Tarou"),
    maker("\x1b$B45<T#Y#A#M#A#D#AMM\x1b(B"),
  ], /NAME/],
  ["a word of a name in JIS X 0212", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87\\ISO 2022 IR 159"),
    ascii(0x00100010, "PN", "Yu^Ou=\x1b$(D0=0^\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("see \x1b$(D0=0^\x1b(B"),
  ], /NAME/],
  ["a name in JIS X 0212 inside a text", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87\\ISO 2022 IR 159"),
    ascii(0x00100010, "PN", "Yu^Ou=\x1b$(D0=0^\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("\x1b$B45<T\x1b$(D0=0^\x1b$BMM\x1b(B"),
  ], /NAME/],
  ["a name inside a text of JIS X 0208 behind the pixels", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87"),
    ascii(0x00100010, "PN", "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    { tag: 0x7fe00010, vr: "OB", value: Buffer.from("\x07\x07\x1b$B45<T;3EDMM\x1b(B ") },
    ...[0x00280010, 0x00280011, 0x00280002].map((tag) => (
      { tag, vr: "US", value: Uint8Array.of(1, 0) }
    )),
    { tag: 0x00280100, vr: "US", value: Uint8Array.of(8, 0) },
  ], /NAME at the bytes after/],
  ["a word of a name that no character set explains", [
    named("\x8e\xa0\x93\x63\x8e\xa0^Eva"),
    maker("x \x8e\xa0\x93\x63\x8e\xa0"),
  ], /NAME/],
  [
    "an identifier without its signs",
    [ascii(0x00100020, "LO", "AB-1234-C"), maker("ab1234c")],
    /IDENTIFIER/,
  ],
  ["the birth date with its month's name", [
    ascii(0x00100030, "DA", "19530417"),
    maker("17-APR-1953"),
  ], /BIRTH/],
  [
    "the birth date without zeros",
    [ascii(0x00100030, "DA", "19530407"), maker("7.4.1953")],
    /BIRTH/,
  ],
  ["an identifier", [ascii(0x00100020, "LO", "0047119"), maker("id 47119")], /IDENTIFIER/],
  ["the birth date", [ascii(0x00100030, "DA", "19470823"), maker("23.08.1947")], /BIRTH_DATE/],
  ["a referring physician", [ascii(0x00080090, "PN", "Haugland^Odd"), maker("haugland")], /NAME/],
  [
    "a telephone number without signs",
    [ascii(0x00102154, "SH", "+47 55 90 12 34"), maker("4755901234")],
    /TELEPHONE/,
  ],
  ["the study's UID as text", [maker("2.25.4712")], /UID at \(0008,0070\)/],
];

for (const [what, elements, expected] of alarms) {
  Deno.test(`the gate finds ${what} in what the profile keeps`, async () => {
    assert.match(await findings(elements), expected);
  });
}

const written = [
  "17 April 1961",
  "April 17, 1961",
  "17th April 1961",
  "April 17th, 1961",
  "17 APRIL, 1961",
  "17. April 1961",
  "17-Apr-61",
  "Apr 17 1961",
  "17.4.61",
  "17.04.61",
  "17/4/61",
  "4/17/61",
  "17-04-61.",
];
for (const text of written) {
  Deno.test(`the gate finds the birth date written as ${text}`, async () => {
    const born = ascii(0x00100030, "DA", "19610417");
    assert.match(await findings([born, maker(`born ${text}`)]), /BIRTH_DATE/);
  });
}

Deno.test("the gate finds birth dates with German months, and without a day's zero", async () => {
  for (const text of ["3. März 1961", "03 March 1961", "March 3rd, 1961", "3 Mär 1961", "3.3.61"]) {
    const elements = [ascii(0x00100030, "DA", "19610303"), maker(utf8(text))];
    assert.match(await findings(elements), /BIRTH_DATE/, text);
  }
});

const silences: readonly (readonly [string, readonly PlainElement[]])[] = [
  ["a name that is a word of radiology", [named("Head^Test"), maker("Head coil")]],
  ["a name that is a maker's", [named("Philips^Eva"), maker("Philips Medical Systems")]],
  ["a name inside a word", [named("Ann^Eva"), maker("Channel Devaluation")]],
  ["a name inside a word with accents", [named("Ann^Eva"), maker("Chännel")]],
  ["a part of an accented word", [named("Eld^Eva"), maker("Feldstärke")]],
  ["a short word of another language", [named("Nguyen^Anh"), maker(utf8("Hình ảnh"))]],
  ["bytes of another script", [
    named("Ayaaa^Eva"),
    ascii(0x00080005, "CS", "ISO_IR 144"),
    maker("\xe1\xff\xe1\xe1\xe1"),
  ]],
  ["halves of two letters of JIS X 0208 that together are one of a name", [
    ascii(0x00080005, "CS", "\\ISO 2022 IR 87"),
    ascii(0x00100010, "PN", "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    maker("\x1b$B4;3ED5\x1b(B"),
  ]],
  ["two letters", [named("Li^Wu"), maker("Li ion")]],
  ["one letter", [named("A"), maker("A")]],
  ["a short number", [ascii(0x00100020, "LO", "1"), ascii(0x00200013, "IS", "1")]],
  ["an identifier that is a modality", [ascii(0x00100020, "LO", "CT"), maker("CT maker")]],
  ["a dummy birth date", [
    ascii(0x00100030, "DA", "19000101"),
    ascii(0x00080012, "DA", "20200101"),
  ]],
  ["digits of a number", [ascii(0x00100020, "LO", "12345"), ascii(0x00180081, "DS", "0.12345")]],
  ["a birth date that is a part of a class's UID", [
    ascii(0x00100030, "DA", "19880101"),
    ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.88.11"),
    maker("2.1.1.88 and 1.1.88.2"),
  ]],
  ["six digits that may be a birth date", [
    ascii(0x00100030, "DA", "19610417"),
    maker("610417"),
  ]],
  ["a time of day", [ascii(0x00100020, "LO", "101112"), ascii(0x00080030, "TM", "101112")]],
];

for (const [what, elements] of silences) {
  Deno.test(`the gate is silent about ${what}`, async () => {
    assert.equal(await findings(elements), "");
  });
}

Deno.test("a name may be part of an institution's, where the site retains that", async () => {
  const elements = [named("Mary^Eva"), ascii(0x00080080, "LO", "St. Mary Hospital")];
  assert.equal(await findings(elements, ["retainInstitutionIdentity"]), "");
  const whole = [named("Mary^Eva"), ascii(0x00080080, "LO", "Ward of EvaMary")];
  assert.match(await findings(whole, ["retainInstitutionIdentity"]), /NAME/);
});

Deno.test("both words of a name are found where the site retains a device's, and a number in a retained UID", async () => {
  const station = (text: string) => [named("Quimby^Eva"), ascii(0x00081010, "SH", text)];
  assert.match(await findings(station("Eva of Quimby"), ["retainDeviceIdentity"]), /NAME/);
  assert.equal(await findings(station("Quimby 1"), ["retainDeviceIdentity"]), "");
  const frame = ascii(0x00200052, "UI", "1.2.840.77881234.1");
  const elements = [ascii(0x00100020, "LO", "77881234"), frame];
  assert.match(await findings(elements, ["retainUids"]), /IDENTIFIER at \(0020,0052\)/);
  assert.equal(await findings(elements), "", "it is mapped otherwise");
});

Deno.test("the name of the folder is looked for, unless it is a public word", async () => {
  assert.match(await findings([maker("Export_77a")], undefined, "Export_77a"), /FOLDER_NAME/);
  assert.equal(await findings([maker("Siemens")], undefined, "siemens"), "");
});

Deno.test("compressed pixel data hold no word about the patient, in comments, tables or behind", async () => {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const jpeg = { ...explicit, transferSyntaxUID: "1.2.840.10008.1.2.4.50" };
  const item = (value: Uint8Array): Buffer => {
    const head = Buffer.from("feff00e000000000", "hex");
    head.writeUInt32LE(value.length, 4);
    return Buffer.concat([head, value]);
  };
  const start = Buffer.from("ffd8ffda0002", "hex"); // SOI, SOS
  const samples = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * 7919) % 251));
  const noise = Buffer.concat([start, samples]);
  const words = Buffer.from(" by Quimby  ");
  const places: readonly (readonly [string, readonly Buffer[]])[] = [
    ["nowhere", [item(Buffer.alloc(0)), item(noise)]],
    ["in the offset table", [item(words), item(noise)]],
    ["in front", [item(Buffer.alloc(0)), item(Buffer.concat([start, words, samples]))]],
    ["behind", [item(Buffer.alloc(0)), item(Buffer.concat([noise, words]))]],
    ["in a surplus fragment", [item(Buffer.alloc(0)), item(noise), item(words)]],
  ];
  for (const [where, items] of places) {
    const delimiter = Buffer.from("feffdde000000000", "hex");
    const value = Buffer.concat([...items, delimiter]);
    const pixels = { tag: 0x7fe00010, vr: "OB", value };
    const bytes = encodeFile([...usual, named("Quimby^Eva"), pixels], jpeg);
    const at = bytes.length - value.length - 4;
    bytes.fill(0xff, at, at + 4); // of undefined length
    Deno.mkdirSync(`${directory.path}/${where}`);
    Deno.writeFileSync(`${directory.path}/${where}/x`, bytes);
    const place = { folder: `${directory.path}/${where}`, staged: `${directory.path}/o ${where}` };
    const entry = { number: 1, path: "x", isFile: true };
    const outcome = await processImage({ ...place, code: "B-1", files: [] }, entry, imageTools());
    const said = outcome.kind === "image" ? "" : outcome.skipped.reason;
    assert.equal(said.includes("NAME at the compressed pixel data"), where !== "nowhere", said);
  }
});

Deno.test("what a rule keeps in one place is looked at in another", async () => {
  using directory = tempDir();
  const text = "FORMAT dicom\n%header\nKEEP CodeMeaning contains:^HEAD\n";
  const code = (text: string): PlainElement[] => [ascii(0x00080104, "LO", text)];
  const items = [code("HEAD"), code("of Quimby")];
  const elements = [named("Quimby^Eva"), { tag: 0x00082218, vr: "SQ", value: items }];
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  Deno.mkdirSync(`${directory.path}/i`);
  Deno.writeFileSync(
    `${directory.path}/i/x`,
    encodeFile([...usual, ...elements, somePixels], explicit),
  );
  const task = {
    folder: `${directory.path}/i`,
    staged: `${directory.path}/o`,
    code: "B-1",
    files: [],
  };
  const tools = { ...imageTools(), ...recipesOf({ file: "r", text }) };
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  assert.match(
    outcome.kind === "image" ? "" : outcome.skipped.reason,
    /NAME at \(0008,2218\)\[1\]/,
  );
});

Deno.test("pixel data must be as long as the header says", async () => {
  const pixels = (bytes: number): PlainElement[] => [
    ...[0x00280010, 0x00280011].map((tag) => ({ tag, vr: "US", value: Uint8Array.of(4, 0) })),
    { tag: 0x00280100, vr: "US", value: Uint8Array.of(16, 0) },
    { tag: 0x00280002, vr: "US", value: Uint8Array.of(1, 0) },
    { tag: 0x7fe00010, vr: "OW", value: Buffer.alloc(bytes) },
  ];
  assert.match(await findings(pixels(30)), /PIXEL_LENGTH at \(7FE0,0010\)/);
  assert.equal(await findings(pixels(32)), "");
});

Deno.test("images of a Batch that no longer belong together are taken back", () => {
  using directory = tempDir();
  const row = image(1);
  const gate = (policy: "image" | "warn" | "batch"): BatchGate =>
    new BatchGate(policy, directory.path, true);
  const study = image(2, { studyInstanceUid: "2.25.9" });
  const date = image(2, { studyDate: "2019-05-02" });
  for (const [other, code] of [[study, "UID"], [date, "DATE"]] as const) {
    const strict = gate("image");
    assert.equal(strict.pass({ kind: "image", row }).kind, "image");
    Deno.mkdirSync(`${directory.path}/2.25.1000/2.25.2000`, { recursive: true });
    const path = `${directory.path}/${other.path}`;
    Deno.writeTextFileSync(path, "staged");
    const outcome = strict.pass({ kind: "image", row: other });
    assert.ok(outcome.kind === "skipped" && outcome.skipped.reason.includes(code));
    assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  }
  const lenient = gate("warn");
  lenient.pass({ kind: "image", row });
  const warned = lenient.pass({ kind: "image", row: date });
  assert.ok(warned.kind === "image" && warned.row.findings?.includes("DATE"));
  const whole = gate("batch");
  whole.pass({ kind: "image", row });
  assert.throws(() => whole.pass({ kind: "image", row: study }), { code: "GATE" });
});
