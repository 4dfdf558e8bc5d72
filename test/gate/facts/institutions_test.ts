import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { institutionTerms } from "../../../src/gate/facts/institutions.ts";
import { PublicWords } from "../../../src/gate/facts/public_words.ts";
import { gateFindings } from "../../support/deidentify/gate_findings.ts";
import { ascii, type PlainElement } from "../../support/dicom/encode_data_set.ts";

const institution = (text: string): PlainElement => ascii(0x00080080, "LO", text);
const address = (text: string): PlainElement => ascii(0x00080081, "ST", text);
const department = (text: string): PlainElement => ascii(0x00081040, "LO", text);
const station = (text: string): PlainElement => ascii(0x00081010, "SH", text);
/** WindowCenterWidthExplanation, which the profile keeps. */
const kept = (text: string): PlainElement => ascii(0x00281055, "LO", text);
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

const found: readonly (readonly [what: string, elements: readonly PlainElement[]])[] = [
  ["its name", [institution("Quimby General Hospital"), kept("QUIMBY GENERAL HOSPITAL lung")]],
  ["a word of its name", [institution("Charite Berlin Mitte"), kept("lung charite")]],
  ["a word of its name beside a digit", [institution("Charite Berlin"), kept("99CHARITE")]],
  ["a name with accents", [
    ascii(0x00080005, "CS", "ISO_IR 192"),
    institution(utf8("Hôpital Saint-Éloi")),
    kept(utf8("hôpital saint-éloi")),
  ]],
  ["a name in another script", [
    ascii(0x00080005, "CS", "ISO_IR 192"),
    institution(utf8("東京大学病院")),
    kept(utf8("東京大学病院 lung")),
  ]],
  ["its address", [address("Haldevej 17, 9990 Quimbyhavn"), kept("quimbyhavn")]],
  ["its department", [department("Neuroradiologie Haus Quimbyberg"), kept("Quimbyberg 2")]],
  ["its station", [station("MRC40123"), kept("at mrc40123")]],
  ["a station in an item", [
    { tag: 0x00400275, vr: "SQ", value: [[ascii(0x00400010, "SH", "AWP74062")]] },
    kept("AWP74062"),
  ]],
  ["its whole name in a device's", [
    institution("Quimby Clinic East"),
    ascii(0x00081090, "LO", "Quimby Clinic East 3"),
  ]],
];

for (const [what, elements] of found) {
  Deno.test(`the gate finds of an institution ${what}`, async () => {
    assert.match(await gateFindings(elements), /INSTITUTION at \(00(28|08),10/);
  });
}

const silent: readonly (readonly [what: string, elements: readonly PlainElement[]])[] = [
  ["whose name is a modality", [institution("CT"), kept("CT lung")]],
  ["whose name is a speciality", [department("Radiology"), kept("radiology default")]],
  ["whose name many share", [institution("General Hospital"), kept("general purpose")]],
  ["whose name is of words that many share", [
    institution("University Medical Center"),
    kept("university medical center"),
  ]],
  ["with a short name", [institution("UKE"), kept("UKE")]],
  ["that is called as a maker", [
    institution("Siemens Healthineers"),
    ascii(0x00080070, "LO", "Siemens"),
  ]],
  ["whose station is called as its scanner", [
    station("Quimbion ONE"),
    ascii(0x00081090, "LO", "Quimbion"),
  ]],
  ["whose station has a short name", [station("CT01"), kept("CT01")]],
  ["whose station is a number", [station("123456"), ascii(0x00180050, "DS", "123456")]],
  ["with a word inside of another", [institution("Linden Klinik"), kept("Unterlindenau")]],
  ["that is anonymous", [institution("Anonymized"), kept("anonymized")]],
];

for (const [what, elements] of silent) {
  Deno.test(`the gate is silent about an institution ${what}`, async () => {
    assert.equal(await gateFindings(elements), "");
  });
}

Deno.test("what an option retains of an institution, or a rule keeps, is no finding", async () => {
  const named = [institution("Quimby General Hospital"), kept("Quimby"), station("MRC40123")];
  const only = (option: Option) => gateFindings(named, { options: [option] });
  assert.equal(await only("retainInstitutionIdentity"), "");
  assert.match(await only("retainDeviceIdentity"), /INSTITUTION at \(0028,1055\)/);
  const stations = [station("MRC40123"), kept("MRC40123")];
  assert.equal(await gateFindings(stations, { options: ["retainDeviceIdentity"] }), "");
  assert.match(
    await gateFindings(stations, { options: ["retainInstitutionIdentity"] }),
    /INSTITUTION/,
  );
  const same = [institution("Q12"), station("Q12")];
  assert.equal(await gateFindings(same, { options: ["retainDeviceIdentity"] }), "");
  assert.equal(await gateFindings(named, { rule: "KEEP InstitutionName" }), "");
});

Deno.test("terms of an institution are its lines, distinctive words, and codes", () => {
  const terms = institutionTerms(
    "Klinikum Quimbyhavn\\Haus 3, CT-AB1234",
    new PublicWords(["haus"]),
  );
  assert.deepEqual([...new Set(terms.map(({ text }) => text))], [
    "Klinikum Quimbyhavn\\Haus 3, CT-AB1234",
    "Klinikum Quimbyhavn",
    "Quimbyhavn",
    "CT-AB1234",
  ]);
});
