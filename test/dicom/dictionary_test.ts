import assert from "node:assert/strict";
import { dictionaryEntry, impliedVR, tagOf } from "../../src/dicom/dictionary.ts";
import table from "../../src/dicom/dictionary.tsv" with { type: "text" };
import reference from "../deidentify/profile/ps3.15-table-e.1-1.tsv" with { type: "text" };

const lines = table.split("\n").filter((line) => line !== "").map((line) => line.split("\t"));

/** A name of PS3.6 as its keyword would be, without regard to case. */
function keywordOf(name: string): string {
  return name.replace(/\(see Note.*$/, "").replace(/['’]s\b/g, "").replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase();
}

Deno.test("every attribute of table E.1-1 of 2026c is known by its name", () => {
  const rows = reference.split("\n").slice(1).map((line) => line.split("\t"));
  const wrong = rows.flatMap(([tag = "", name = ""]) => {
    const [, hex] = /^\(([0-9A-F]{4},[0-9A-F]{4})\)$/.exec(tag) ?? [];
    if (!hex || hex.startsWith("0000")) return []; // a group of messages
    const keyword = dictionaryEntry(parseInt(hex.replace(",", ""), 16))?.keyword ?? "";
    return keyword.toLowerCase() === keywordOf(name) ? [] : [`${tag} ${name}: ${keyword}`];
  });
  assert.deepEqual(wrong, []);
  assert.ok(rows.length > 650);
});

Deno.test("tags and keywords are unique, and VRs are those of PS3.5", () => {
  const tags = lines.map(([tag]) => tag);
  assert.deepEqual(tags, [...new Set(tags)].sort());
  const keywords = lines.map(([, , keyword = ""]) => keyword).filter((keyword) => keyword !== "");
  assert.equal(new Set(keywords).size, keywords.length);
  assert.equal(tagOf("undefined"), undefined);
  for (const [tag, vr = ""] of lines) assert.match(vr, /^([A-Z]{2}|ox|xs|lt|up)$/, tag);
});

Deno.test("attributes that are newer than 2024b have their VR", () => {
  const newer: Readonly<Record<string, readonly [tag: number, vr: string]>> = {
    PersonNamesToUseSequence: [0x00100011, "SQ"],
    NameToUse: [0x00100012, "LT"],
    SexParametersForClinicalUseCategoryReference: [0x00100047, "UR"],
    EthnicGroups: [0x00102162, "UC"],
    EffectiveStartDateTime: [0x0040a034, "DT"],
    MontageActivationTimeOffset: [0x0040b038, "DS"],
    MontageName: [0x0040b03b, "LT"],
    MontageChannelLabel: [0x0040b03f, "LO"],
    ChannelWeight: [0x0040b042, "FL"],
    DisplayURI: [0x0040e012, "UR"],
    PrimaryAnatomicStructureItemIndex: [0x00221634, "IS"],
    RTDoseIntentCodeSequence: [0x30040024, "SQ"],
    DoseDepositionCalculationMedium: [0x30040084, "CS"],
    RTConeBeamImagingGeometrySequence: [0x30020136, "SQ"],
    ThermographyPixelDataUnit: [0x00146060, "CS"],
  };
  for (const [keyword, [tag, vr]] of Object.entries(newer)) {
    assert.equal(tagOf(keyword), tag, keyword);
    assert.equal(impliedVR(tag), vr, keyword);
  }
});
