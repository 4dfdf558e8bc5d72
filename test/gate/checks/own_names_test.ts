import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ownNamesInCleaned } from "../../../src/gate/checks/own_names.ts";
import { gateFindings } from "../../support/deidentify/gate_findings.ts";
import { ascii, type PlainElement } from "../../support/dicom/encode_data_set.ts";

const description = 0x00081030;
const content = 0x0040a730;
const names = [{ kind: "NAME", text: "Field^Rose^^Dr" }, { kind: "NAME", text: "Lüng" }] as const;

function found(text: string, where: { tag?: number; vr?: string; within?: string } = {}): number {
  const { tag = description, vr = "LO", within = "" } = where;
  const leaf = { tag, vr, within, start: 0, end: Buffer.byteLength(text) };
  const output = { header: text.toLowerCase(), leaves: [leaf] };
  return ownNamesInCleaned(output, names, new Set([description, content]), new Set()).length;
}

Deno.test("a name that is a word of radiology is found in a cleaned text, and nowhere else", () => {
  assert.equal(found("CT small field"), 1);
  assert.equal(found("lung"), 1, "without its marks");
  assert.equal(found("CT small fields, dr"), 0);
  assert.equal(found("field", { tag: 0x00080070 }), 0);
  assert.equal(found("field", { tag: 0x0040a160, vr: "UT", within: "(0040,A730)[3]." }), 1);
  assert.equal(found("field", { tag: 0x0040a160, vr: "UT", within: "(0040,A731)[3]." }), 0);
  assert.equal(found("field", { tag: 0x00080100, vr: "SH", within: "(0040,A730)[3]." }), 0);
});

Deno.test("images whose descriptions name a Mrs Field, Short or Lung lose the names, and leave", async () => {
  const text = (tag: number, vr: string, value: string): PlainElement => ascii(tag, vr, value);
  const elements = (patient: string, ...texts: string[]): PlainElement[] => [
    text(0x00100010, "PN", patient),
    text(0x00080090, "PN", "Lung^Martin"),
    text(0x00081030, "LO", texts[0] ?? ""),
    text(0x0008103e, "LO", texts[1] ?? ""),
    text(0x00204000, "LT", texts[2] ?? ""),
  ];
  const options = ["retainModifiedDates", "cleanDescriptors"] as const;
  const cases = [
    elements("Field^Rose", "MR head (Field, Rose)", "small field of view", "per Dr. Lung"),
    elements("Short^Martin", "Martin Short DOB 1950", "short axis", "head"),
    elements("Anonymized^X", "MR knee", "anonymized", "head of Anonymized"),
    elements("CT^Phantom", "CT head", "phantom in CT", "CT"),
    elements("No^Mass", "no mass", "mass, no", "NO mass"),
  ];
  for (const each of cases) assert.equal(await gateFindings(each, { options }), "");
});
