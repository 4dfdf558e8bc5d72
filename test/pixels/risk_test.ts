import assert from "node:assert/strict";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import { riskOf } from "../../src/pixels/risk.ts";
import { headerOf, type Values } from "../support/dicom/header_of.ts";

const storage = "1.2.840.10008.5.1.4.1.1.";
const ofClass = (suffix: string): string => storage + suffix;

function risk(values: Values, meta: Values = {}): string | undefined {
  const header = headerOf({ ...values, PixelData: "xx" }, meta);
  return riskOf({ header, facts: imageFacts(header) });
}

const risky: readonly (readonly [name: string, values: Values, reason: string])[] = [
  ...("US,IVUS,ES,XC,GM,OP,SC,OT,CR,DX,MG,XA,RF,IO,PX,BMD".split(",").map((Modality) =>
    [Modality, { Modality }, `Modality ${Modality}`] as const
  )),
  ["small letters and a space", { Modality: "us " }, "Modality US"],
  ["ultrasound by its class", { Modality: "CT", SOPClassUID: ofClass("6.1") }, "its SOP Class"],
  ["ultrasound cine", { SOPClassUID: ofClass("3.1") }, "its SOP Class"],
  ["endoscopy", { SOPClassUID: ofClass("77.1.1") }, "its SOP Class"],
  ["video endoscopy", { SOPClassUID: ofClass("77.1.1.1") }, "its SOP Class"],
  ["microscopy", { SOPClassUID: ofClass("77.1.2") }, "its SOP Class"],
  ["photography", { SOPClassUID: ofClass("77.1.4") }, "its SOP Class"],
  ["ophthalmic photography", { SOPClassUID: ofClass("77.1.5.1") }, "its SOP Class"],
  ["secondary capture", { SOPClassUID: ofClass("7") }, "its SOP Class"],
  ["true colour capture", { Modality: "MR", SOPClassUID: ofClass("7.4") }, "its SOP Class"],
  ["computed radiography", { SOPClassUID: ofClass("1") }, "its SOP Class"],
  ["digital X-ray for processing", { SOPClassUID: ofClass("1.1.1") }, "its SOP Class"],
  ["mammography", { SOPClassUID: ofClass("1.2") }, "its SOP Class"],
  ["angiography", { SOPClassUID: ofClass("12.1.1") }, "its SOP Class"],
  ["fluoroscopy", { SOPClassUID: ofClass("12.2") }, "its SOP Class"],
  ["CT that states text", ct({ BurnedInAnnotation: "YES" }), "BurnedInAnnotation other than NO"],
  ["CT with another value", ct({ BurnedInAnnotation: "no" }), "BurnedInAnnotation other than NO"],
  [
    "slide with a label",
    slide({ SpecimenLabelInImage: "YES" }),
    "SpecimenLabelInImage other than NO",
  ],
  ["slide label", slide({ ImageType: "ORIGINAL\\PRIMARY\\LABEL\\NONE" }), "ImageType"],
  ["slide overview", slide({ ImageType: "DERIVED\\PRIMARY\\OVERVIEW\\NONE" }), "ImageType"],
  ["screen save", ct({ ImageType: "DERIVED\\SECONDARY\\SCREEN SAVE" }), "ImageType"],
  ["dose screen", ct({ ImageType: "DERIVED\\SECONDARY\\DOSE_INFO" }), "ImageType"],
  ["dose report", ct({ SeriesDescription: "Dose Report" }), "SeriesDescription"],
  ["patient protocol", ct({ SeriesDescription: "Patient Protocol" }), "SeriesDescription"],
  ["capture by its conversion", ct({ ConversionType: "WSD" }), "ConversionType"],
  [
    "capture by its device",
    ct({ SecondaryCaptureDeviceManufacturer: "X" }),
    "SecondaryCaptureDeviceManufacturer",
  ],
  [
    "capture by its date",
    ct({ DateOfSecondaryCapture: "20200131" }),
    "DateOfSecondaryCapture",
  ],
  ["CT in colour", ct({ SamplesPerPixel: "3" }), "colours in Modality CT"],
  ["MR in colour", { Modality: "MR", SamplesPerPixel: "3" }, "colours in Modality MR"],
];

function ct(values: Values): Values {
  return { Modality: "CT", SOPClassUID: ofClass("2"), ...values };
}

function slide(values: Values): Values {
  return { Modality: "SM", SOPClassUID: ofClass("77.1.6"), BurnedInAnnotation: "NO", ...values };
}

for (const [name, values, reason] of risky) {
  Deno.test(`must be inspected: ${name}`, () => assert.equal(risk(values), reason));
}

Deno.test("a kind that often shows text must be inspected although it says NO", () => {
  for (const Modality of ["US", "ES", "XC", "GM", "OP", "CR", "DX", "MG", "XA", "RF"]) {
    assert.equal(risk({ Modality, BurnedInAnnotation: "NO" }), `Modality ${Modality}`);
  }
  assert.ok(risk({ SOPClassUID: ofClass("7"), BurnedInAnnotation: "NO" }));
});

Deno.test("the class in the file meta information counts too", () => {
  assert.ok(risk({ Modality: "CT" }, { MediaStorageSOPClassUID: ofClass("7") }));
});

const harmless: readonly (readonly [name: string, values: Values])[] = [
  ["CT", ct({})],
  ["CT that says NO", ct({ BurnedInAnnotation: "NO" })],
  ["CT without a value of BurnedInAnnotation", ct({ BurnedInAnnotation: "" })],
  ["CT scout", ct({ ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER" })],
  ["CT reformatted", ct({ ImageType: "DERIVED\\SECONDARY\\MPR" })],
  ["MR", { Modality: "MR", SOPClassUID: ofClass("4") }],
  ["MR with labelled spins", { Modality: "MR", ImageType: "ORIGINAL\\PRIMARY\\ASL\\LABEL" }],
  ["enhanced MR", { Modality: "MR", SOPClassUID: ofClass("4.1") }],
  ["PT", { Modality: "PT", SOPClassUID: ofClass("128") }],
  ["NM", { Modality: "NM", SOPClassUID: ofClass("20") }],
  ["tiles of a slide", slide({ ImageType: "ORIGINAL\\PRIMARY\\VOLUME\\NONE" })],
  ["RT image", { Modality: "RTIMAGE", SOPClassUID: ofClass("481.1"), ConversionType: "DI" }],
  ["RT dose", { Modality: "RTDOSE", SOPClassUID: ofClass("481.2"), ImageType: "DERIVED\\DOSE" }],
  ["segmentation", { Modality: "SEG", SOPClassUID: ofClass("66.4") }],
];

for (const [name, values] of harmless) {
  Deno.test(`need not be inspected: ${name}`, () => assert.equal(risk(values), undefined));
}

Deno.test("an object without pixel data need not be inspected", () => {
  const header = headerOf({ Modality: "US", SOPClassUID: ofClass("88.33") });
  assert.equal(riskOf({ header, facts: imageFacts(header) }), undefined);
});

Deno.test("a reason contains no value of the file", () => {
  const values = { Modality: "JANE", BurnedInAnnotation: "JANE^DOE", SeriesDescription: "JANE" };
  assert.doesNotMatch(risk(values) ?? "", /JANE/);
});
