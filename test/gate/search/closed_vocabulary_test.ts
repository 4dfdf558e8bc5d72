import assert from "node:assert/strict";
import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import {
  isDefinedTerm,
  isInClosedVocabulary,
  tagsWithTerms,
} from "../../../src/gate/search/closed_vocabulary.ts";
import { isStandardCode, isStandardMeaning } from "../../../src/gate/search/standard_codes.ts";
import { gateFindings } from "../../support/deidentify/gate_findings.ts";
import { ascii, type PlainElement } from "../../support/dicom/encode_data_set.ts";

const named = (name: string): PlainElement => ascii(0x00100010, "PN", name);
const numbered = (id: string): PlainElement => ascii(0x00100020, "LO", id);
const code = (value: string, scheme: string, meaning: string): PlainElement => ({
  tag: 0x00082218,
  vr: "SQ",
  value: [[
    ascii(0x00080100, "SH", value),
    ascii(0x00080102, "SH", scheme),
    ascii(0x00080104, "LO", meaning),
  ]],
});

const silences: readonly (readonly [string, ...PlainElement[]])[] = [
  ["Lin", ascii(0x00281040, "CS", "LIN")],
  ["Rao", ascii(0x00185101, "CS", "RAO")],
  ["Iso", ascii(0x00080005, "CS", "ISO_IR 100")],
  ["Iso", ascii(0x00080005, "CS", "\\ISO 2022 IR 87")],
  ["Yes"],
  ["Silver", ascii(0x00187050, "CS", "SILVER")],
  ["Silver", ascii(0x00187050, "CS", "COPPER\\SILVER")],
  ["Tse", ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\TSE\\NONE")],
  ["Row", ascii(0x00181312, "CS", "ROW ")],
  ["Pal", ascii(0x00200020, "CS", "L\\PAL")],
  ["Waters", ascii(0x00185101, "CS", "WATERS")],
  ["Code", ascii(0x0040a040, "CS", "CODE")],
  ["Tin", ascii(0x00187050, "CS", "TIN")],
  ["Modified"],
  ["Vida", ascii(0x00081090, "LO", "MAGNETOM Vida")],
  ["Morita", ascii(0x00080070, "LO", "J. MORITA MFG.CORP")],
  ["Galan", ascii(0x00081090, "LO", "Vantage Galan 3T")],
  ["Butterworth", ascii(0x00181210, "SH", "Butterworth")],
  ["Willis", code("11279006", "SCT", "Circle of Willis")],
  ["Willis", code("T-45520", "SRT", "Circle of Willis")],
  ["Ringer", code("113000", "DCM", "Of Interest")],
  ["Lin", { tag: 0x00189087, vr: "FD", value: new TextEncoder().encode("\x01\x02 lin \x7f") }],
  ["Lin", {
    tag: 0x00143050,
    vr: "OB",
    value: new TextEncoder().encode("\x01\x02\x7flin\x01\x02\x03"),
  }],
  ["Thigh", code("T-D9100", "SRT", "Thigh")],
];
for (const [name, ...elements] of silences) {
  const where = elements.map(({ tag }) => tag.toString(16)).join();
  Deno.test(`a patient named ${name} is not found in a closed vocabulary (${where})`, async () => {
    assert.equal(await gateFindings([named(`${name}^Xyzzy`), ...elements]), "");
  });
}

const alarms: readonly (readonly [string, PlainElement, RegExp])[] = [
  ["Silver", ascii(0x00080070, "LO", "for Silver"), /NAME at \(0008,0070\)/],
  ["Silver", ascii(0x00181312, "CS", "SILVER"), /NAME at \(0018,1312\)/],
  ["Quimby", ascii(0x00187050, "CS", "QUIMBY"), /NAME at \(0018,7050\)/],
  ["Quimby", ascii(0x00187050, "CS", "SILVER\\QUIMBY"), /NAME at \(0018,7050\)/],
  ["Row", ascii(0x00185101, "CS", "ROW"), /NAME at \(0018,5101\)/],
  ["Lin", ascii(0x00081090, "LO", "Mrs. Lin"), /NAME at \(0008,1090\)/],
  ["Galan", ascii(0x00081090, "LO", "Galan Jones"), /NAME at \(0008,1090\)/],
  ["Willis", code("11279006", "SCT", "Circle of Mr Willis"), /NAME at \(0008,2218\)\[0\]/],
  ["Quimby", code("113000", "DCM", "Quimby"), /NAME at \(0008,2218\)\[0\]/],
  ["田中", { tag: 0x00080070, vr: "LO", value: new TextEncoder().encode("田中") }, /NAME/],
];
for (const [name, element, expected] of alarms) {
  Deno.test(`a patient named ${name} is found beside the terms of ${element.tag.toString(16)}: ${expected}`, async () => {
    const charset = name === "田中" ? [ascii(0x00080005, "CS", "ISO_IR 192")] : [];
    const name_ = { tag: 0x00100010, vr: "PN", value: new TextEncoder().encode(`${name}^Xyzzy`) };
    assert.match(await gateFindings([...charset, name_, element]), expected);
  });
}

Deno.test("a patient numbered as a published code is not found in it, one numbered as a local code is", async () => {
  for (
    const [number, scheme, meaning] of [
      ["113100", "DCM", "Basic Application Confidentiality Profile"],
      ["39607008", "SCT", "Lung"],
      ["24627-2", "LN", "CT Chest"],
      ["39607008", "SCT", "Lunge"],
    ] as const
  ) {
    const elements = [numbered(number), code(number, scheme, meaning)];
    assert.equal(await gateFindings(elements), "", number);
  }
  const local = [numbered("8830214"), code("8830214", "99SITE", "Thorax")];
  assert.equal(await gateFindings(local), "", "it got a pseudonym");
  const [item, sequence] = ["8830214 99site Circle of Willis", "(0008,2218)[0]."];
  const leaves = [[0x00080100, 0, 7], [0x00080102, 8, 14], [0x00080104, 15, 31]].map(
    ([tag = 0, start = 0, end = 0]) => ({ tag, vr: "LO", within: sequence, start, end }),
  );
  const output = { header: item.toLowerCase(), leaves };
  for (const [leaf, isNumber] of [[leaves[0], true], [leaves[2], false]] as const) {
    assert.ok(leaf);
    const hit = { kind: isNumber ? "IDENTIFIER" : "NAME", isPart: !isNumber, isNumber } as const;
    assert.equal(isInClosedVocabulary(output, leaf, [leaf.start, leaf.end], hit), false);
  }
  const wrong = [numbered("39607009"), code("39607009", "SCT", "Lung")];
  assert.match(await gateFindings(wrong), /IDENTIFIER/, "its check digit is wrong");
});

Deno.test("the tables of terms hold attributes of VR CS only", () => {
  const wrong = [...tagsWithTerms()].filter((tag) => {
    const vr = dictionaryEntry(tag)?.vr;
    return vr !== "CS" && vr !== undefined;
  });
  assert.deepEqual(wrong.map((tag) => tag.toString(16)), []);
  assert.ok([...tagsWithTerms()].length > 450);
  assert.ok(isDefinedTerm(0x00080060, "mr"));
  assert.ok(!isDefinedTerm(0x00080060, "quimby"));
});

Deno.test("codes are told from numbers by their list, or by how their scheme writes them", () => {
  assert.ok(isStandardMeaning("srt", "t-d1100", "head"));
  assert.ok(isStandardCode("sct", "69536005"));
  assert.ok(!isStandardCode("sct", "69536006"));
  assert.ok(!isStandardCode("99local", "69536005"));
  assert.ok(!isStandardMeaning("sct", "69536005", "head of quimby"));
});
