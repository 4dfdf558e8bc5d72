import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { patientCode, pseudonymousUID } from "../../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { gateFindings } from "../../support/deidentify/gate_findings.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { digits, numberedImage } from "../../support/patients/numbered_image.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** More with `IMAGES=200000 deno test … test/gate/search/numbers_test.ts`. */
const images = Number(Deno.env.get("IMAGES") ?? 300);
const { explicit, implicit, bigEndian } = plainEncodings;
const { key } = imageTools();

const named = (name: string): PlainElement => ascii(0x00100010, "PN", name);
const numbered = (id: string): PlainElement => ascii(0x00100020, "LO", id);
/** Every person in a header has this number, as a name and as an identifier. */
const numberOf = (number: string): PlainElement[] => [
  named(`FAKE^PATIENT-${number}`),
  numbered(number),
  ascii(0x00080050, "SH", `A-${number}`),
  ascii(0x00080090, "PN", number),
];
const ramp = Uint8Array.from({ length: 256 }, (_, at) => at);
const wideRamp = Buffer.from(Uint16Array.from({ length: 256 }, (_, at) => at).buffer);

const instance = pseudonymousUID(key, "2.25.4711").slice(5);
const silences: readonly (readonly [string, string, ...PlainElement[]])[] = [
  ["digits of a pseudonymous UID", instance.slice(3, 9)],
  ["the first digits of a pseudonymous UID", instance.slice(0, 6)],
  ["the last digits of a pseudonymous UID", instance.slice(-7)],
  ["a pseudonymous UID without its root", instance],
  ["digits of this program's own UID", "214748364711180339887498948482045868343"],
  ["the code of the profile", "113100"],
  ["the code of an option", "113107"],
  ["a dummy date", "19000101"],
  ["a window", "40960", ascii(0x00281050, "DS", "40960")],
  ["one of several decimals", "123456", ascii(0x00280030, "DS", "123456\\654321")],
  ["a dose", "370000000", ascii(0x00181074, "DS", "370000000")],
  ["a count", "54321987", ascii(0x00180070, "IS", "54321987")],
  ["a duration", "1800000", ascii(0x00181242, "IS", "1800000")],
  ["a fraction of a second", "123456", ascii(0x00080032, "TM", "101112.123456")],
  ["a version", "41056", ascii(0x00181020, "LO", "07MW18.4\\41056")],
  ["a component of a class's UID", "7230010", ascii(0x0008001a, "UI", "1.2.276.0.7230010.3.1")],
  ["digits of a table of bytes", "0123456789", { tag: 0x00281201, vr: "OW", value: ramp }],
  ["digits of a table of words", "34567", { tag: 0x00281201, vr: "OW", value: wideRamp }],
  ["digits of an array", "34567", { tag: 0x00143050, vr: "OB", value: ramp }],
  ["a list of numbers of unknown VR", "123456", {
    tag: 0x00143050,
    vr: "UN",
    value: Buffer.from("123456\\654321\\77"),
  }],
  ["a context group", "12001", ascii(0x0008010f, "CS", "12001")],
  ["a decimal of an identifier with a point", "12.345", ascii(0x00180081, "DS", "12.345")],
];
for (const [what, number, ...elements] of silences) {
  Deno.test(`a patient numbered ${number} is not found in ${what}`, async () => {
    for (const encoding of [explicit, implicit, bigEndian]) {
      assert.ok(encoding);
      const all = [...numberOf(number), ...elements];
      assert.equal(await gateFindings(all, { encoding, folder: number }), "");
    }
  });
}

Deno.test("a length that reads as a digit is no part of a number", async () => {
  assert.ok(bigEndian);
  const maker = ascii(0x00080070, "LO", "1234 ".padEnd(48, "x")); // its length is 30 in hexadecimal
  assert.equal(await gateFindings([...numberOf("01234"), maker], { encoding: bigEndian }), "");
});

Deno.test("a birth date that is a number of a version is not found in SoftwareVersions", async () => {
  const born = ascii(0x00100030, "DA", "19121003");
  assert.equal(await gateFindings([born, ascii(0x00181020, "LO", "3.10.12\\VB17")]), "");
  assert.match(await gateFindings([born, ascii(0x00080070, "LO", "* 3.10.12")]), /BIRTH_DATE/);
});

Deno.test("a name that a pseudonym happens to be is not found in it", async () => {
  const code = patientCode(key, "", "4711").slice(2);
  const elements = [numbered("4711"), named("Quimby^Eva"), ascii(0x00080090, "PN", `${code}^Odd`)];
  assert.equal(await gateFindings(elements), "");
});

const found: readonly (readonly [string, string, ...PlainElement[]])[] = [
  ["a text", "88302", ascii(0x00080070, "LO", "of patient 88302")],
  ["a code string", "88302", ascii(0x00189004, "CS", "88302")],
  ["a text with signs", "88302", ascii(0x00080070, "LO", "x_88302_1")],
  ["a whole label", "8830214", ascii(0x00200012, "IS", "8830214 ")],
  ["bytes that are a text", "88302", { tag: 0x00143050, vr: "OB", value: Buffer.from("is 88302") }],
  ["an unknown value", "88302", { tag: 0x00143050, vr: "UN", value: Buffer.from("88302") }],
  ["an unknown value in UTF-16", "88302", {
    tag: 0x00143050,
    vr: "UN",
    value: Buffer.from("88302", "utf16le"),
  }],
  ["a string among bytes", "88302", {
    tag: 0x00143050,
    vr: "OB",
    value: Buffer.from("\x05\x01\0\x0088302\0\x07\x01"),
  }],
];
for (const [where, number, element] of found) {
  Deno.test(`a patient's number is found in ${where}`, async () => {
    const said = await gateFindings([...numberOf(number), element ?? numbered("")]);
    assert.match(said, /^GATE: .*(NAME|IDENTIFIER) at \(/);
  });
}

Deno.test("the number of a file behind its name is no patient's", async () => {
  using directory = tempDir();
  const [first] = syntheticStudy({ number: 12_345, images: 1, size: 16 });
  assert.ok(first);
  const task = { folder: `${directory.path}/ST-1`, staged: `${directory.path}/o`, code: "B-1" };
  Deno.mkdirSync(task.folder);
  for (const number of [1, 12_345]) {
    Deno.writeFileSync(`${task.folder}/${number}`, first.bytes);
    const entry = { number, path: String(number), isFile: true };
    const outcome = await processImage({ ...task, files: [] }, entry, imageTools());
    assert.ok(outcome.kind === "image", JSON.stringify(outcome));
    assert.match(outcome.row.path, number === 1 ? /\.dcm$/ : /\.dcm\.12345$/);
  }
});

Deno.test(`of ${images} images of persons who are numbers none is held back`, async () => {
  using directory = tempDir();
  assert.ok(explicit && implicit && bigEndian);
  const random = randomNumbers(20_261_128);
  const tools = imageTools();
  const folder = `${directory.path}/${digits(random, 8)}`;
  Deno.mkdirSync(folder);
  for (let image = 0; image < images; image++) {
    const encoding = [explicit, implicit, bigEndian][image % 3] ?? explicit;
    const bytes = image % 4 === 0
      ? [...syntheticStudy({ number: 100_000 + random(900_000), images: 1, size: 4 })][0]?.bytes
      : encodeFile(numberedImage(random), encoding);
    assert.ok(bytes);
    Deno.writeFileSync(`${folder}/x`, bytes);
    const task = { folder, staged: `${directory.path}/o`, code: "B-1", files: [] };
    const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
    assert.ok(outcome.kind === "image", `${image}: ${JSON.stringify(outcome)}`);
    Deno.removeSync(task.staged, { recursive: true });
  }
});
