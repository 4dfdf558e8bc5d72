import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { undescribed } from "../../src/deidentify/earlier_methods.ts";
import type { Option } from "../../src/deidentify/profile/options.ts";
import { outputOf } from "../support/deidentify/deidentify_bytes.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../support/dicom/encode_data_set.ts";

const code = (value: string, scheme: string, meaning: string): PlainElement[] => [
  ascii(0x00080100, "SH", value),
  ascii(0x00080102, "SH", scheme),
  ascii(0x00080104, "LO", meaning),
];

async function output(
  elements: readonly PlainElement[],
  options?: readonly Option[],
): Promise<dicomParser.DataSet> {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const usual = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", "2.25.4711"),
    ascii(0x00100010, "PN", "Quimby^Eva"),
    somePixels,
  ];
  return dicomParser.parseDicom(
    await outputOf(encodeFile([...usual, ...elements], explicit), options),
  );
}

function methodsOf(dataSet: dicomParser.DataSet): string[] {
  const count = dataSet.numStringValues("x00120063") ?? 0;
  return Array.from({ length: count }, (_, at) => dataSet.string("x00120063", at) ?? "");
}

const own = /^dicom-intake \S+, PS3\.15 E\.1-1 \d{4}[a-e]$/;

Deno.test("an earlier DeidentificationMethod stays, and this one is added behind it", async () => {
  const known = [
    "Per DICOM PS 3.15 AnnexE. Details in 0012,0064",
    "CTP Default: based on DICOM PS3.15 AnnexE. Details in 0012,0064",
    "Orthanc 1.12.4 - PS 3.15-2023b Table E.1-1 Basic Profile",
    "DICOM Supplement 142 Basic Application Confidentiality Profile",
    "113100, 113105",
  ];
  for (const method of known) {
    const [first, second, ...others] = methodsOf(await output([ascii(0x00120063, "LO", method)]));
    assert.equal(first, method);
    assert.match(second ?? "", own);
    assert.deepEqual(others, []);
  }
  const both = methodsOf(await output([ascii(0x00120063, "LO", known.slice(0, 2).join("\\"))]));
  assert.deepEqual(both.slice(0, 2), known.slice(0, 2));
  assert.equal(both.length, 3);
});

Deno.test("of a method that may name someone it is said that there was one", async () => {
  const naming = [
    "removed by Dr. Haugland",
    "Anonymized by Evelyn on 31.1.20",
    "DICOM 20200131",
    "Klinikum Musterstadt default profile",
    "Orthanc 7.4.61 8.5.62",
    "MRN 4711",
    `${"profile ".repeat(9)}`,
  ];
  for (const method of naming) {
    const methods = methodsOf(await output([ascii(0x00120063, "LO", method)]));
    assert.equal(methods[0], undescribed, method);
    assert.equal(methods.length, 2);
    assert.ok(methods.every((one) => one.length <= 64));
  }
  const long = ascii(0x00120063, "LO", Array(200).fill("removed by Haugland").join("\\"));
  assert.deepEqual(methodsOf(await output([long])).slice(0, -1), [undescribed]);
});

Deno.test("de-identified twice, an output says it once", async () => {
  const { byteArray } = await output([]);
  const again = dicomParser.parseDicom(await outputOf(new Uint8Array(byteArray)));
  assert.equal(methodsOf(again).length, 1);
  assert.equal(again.elements.x00120064?.items?.length, 2);
});

Deno.test("earlier codes of CID 7050 stay with the standard's meaning, others go", async () => {
  const items = [
    code("113100", "DCM", "Basic Application Confidentiality Profile"),
    code("113102", "DCM", "faces of Haugland"),
    code("113105", "99LOCAL", "Haugland"),
    code("4711", "DCM", "Haugland"),
  ];
  const dataSet = await output([{ tag: 0x00120064, vr: "SQ", value: items }]);
  const said = dataSet.elements.x00120064?.items?.map((item) =>
    ["x00080100", "x00080102", "x00080104"].map((tag) => item.dataSet?.string(tag)).join("|")
  );
  assert.deepEqual(said, [
    "113100|DCM|Basic Application Confidentiality Profile",
    "113102|DCM|Clean Recognizable Visual Features Option",
    "113107|DCM|Retain Longitudinal Temporal Information Modified Dates Option",
  ]);
});

Deno.test("dates that were moved or removed before are not called unmodified", async () => {
  const degrees: readonly (readonly [string, readonly Option[], string])[] = [
    ["MODIFIED", ["retainFullDates"], "MODIFIED"],
    ["REMOVED", ["retainModifiedDates"], "REMOVED"],
    ["UNMODIFIED", ["retainModifiedDates"], "MODIFIED"],
    ["UNMODIFIED", ["retainFullDates"], "UNMODIFIED"],
    ["else", ["retainModifiedDates"], "MODIFIED"],
    ["UNMODIFIED", [], "REMOVED"],
  ];
  for (const [before, options, after] of degrees) {
    const dataSet = await output([ascii(0x00280303, "CS", before)], options);
    assert.equal(dataSet.string("x00280303"), after, `${before} ${options}`);
  }
});
