import assert from "node:assert/strict";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { screenImage } from "../../src/screen/screen_image.ts";
import { headerOf, type Values } from "../support/dicom/header_of.ts";

const { recipes } = recipesOf(undefined);
const storage = "1.2.840.10008.5.1.4.1.1.";
const ofClass = (suffix: string): string => storage + suffix;

/** Why the default rules hold an image back; undefined for one that leaves. */
function reason(values: Values, meta: Values = {}): string | undefined {
  const screened = screenImage(headerOf(values, meta), recipes);
  return screened.kind === "held" ? screened.why : undefined;
}

const absent = "BurnedInAnnotation is absent";
const risky: readonly (readonly [values: Values, why: string])[] = [
  [{ Modality: "US" }, `${absent}, Modality US`],
  [{ Modality: "us " }, `${absent}, Modality us`],
  [{ Modality: "IVUS" }, `${absent}, Modality IVUS`],
  [{ SOPClassUID: ofClass("6.1") }, `${absent}, SOPClassUID UltrasoundImageStorage`],
  [
    { SOPClassUID: ofClass("3.1"), Modality: "US" },
    `${absent}, Modality US, SOPClassUID UltrasoundMultiFrameImageStorage`,
  ],
  [
    { SOPClassUID: ofClass("3.1"), Modality: "CT" },
    `${absent}, SOPClassUID UltrasoundMultiFrameImageStorage`,
  ],
  [{ SOPClassUID: ofClass("2"), Modality: "US" }, `${absent}, Modality US`],
  [{ SOPClassUID: ofClass("6.2") }, `${absent}, SOPClassUID EnhancedUSVolumeStorage`],
  [{ SOPClassUID: ofClass("6") }, `${absent}, SOPClassUID UltrasoundImageStorageRetired`],
  [{ Modality: "ES" }, `${absent}, Modality ES`],
  [{ SOPClassUID: ofClass("77.1.1") }, `${absent}, SOPClassUID VLEndoscopicImageStorage`],
  [
    { SOPClassUID: ofClass("77.1.1.1"), Modality: "OT" },
    `${absent}, SOPClassUID VideoEndoscopicImageStorage`,
  ],
  [{ Modality: "XC" }, `${absent}, Modality XC`],
  [{ SOPClassUID: ofClass("77.1.4") }, `${absent}, SOPClassUID VLPhotographicImageStorage`],
  [{ SOPClassUID: ofClass("77.1.4.1") }, `${absent}, SOPClassUID VideoPhotographicImageStorage`],
  [{ SOPClassUID: ofClass("77.1.7") }, `${absent}, SOPClassUID DermoscopicPhotographyImageStorage`],
  [{ Modality: "GM" }, `${absent}, Modality GM`],
  [{ SOPClassUID: ofClass("77.1.2") }, `${absent}, SOPClassUID VLMicroscopicImageStorage`],
  [{ SOPClassUID: ofClass("77.1.2.1") }, `${absent}, SOPClassUID VideoMicroscopicImageStorage`],
  [{ Modality: "OP" }, `${absent}, Modality OP`],
  [
    { SOPClassUID: ofClass("77.1.5.1") },
    `${absent}, SOPClassUID OphthalmicPhotography8BitImageStorage`,
  ],
  [
    { SOPClassUID: ofClass("77.1.5.6"), Modality: "OT" },
    `${absent}, SOPClassUID WideFieldOphthalmicPhotography3DCoordinatesImageStorage`,
  ],
  [{ SOPClassUID: ofClass("7") }, `${absent}, SOPClassUID SecondaryCaptureImageStorage`],
  [
    { SOPClassUID: ofClass("7.4"), Modality: "CT" },
    `${absent}, SOPClassUID MultiFrameTrueColorSecondaryCaptureImageStorage`,
  ],
  [
    { ConversionType: "WSD", Modality: "CT", SOPClassUID: ofClass("2") },
    `${absent}, ConversionType WSD, Modality CT, SOPClassUID CTImageStorage`,
  ],
  ...["DI", "DF", "SD"].map((ConversionType): [Values, string] => [
    { ConversionType, Modality: "CR", SOPClassUID: ofClass("1") },
    `${absent}, ConversionType ${ConversionType}, Modality CR, ` +
    "SOPClassUID ComputedRadiographyImageStorage",
  ]),
  [
    { ConversionType: "OWN" },
    `${absent}, ConversionType is not a defined term, Modality is absent, SOPClassUID is absent`,
  ],
];

for (const [values, why] of risky) {
  const name = JSON.stringify(values);
  Deno.test(`${name}: held back unless BurnedInAnnotation is exactly NO`, () => {
    assert.equal(reason(values), why);
    const isEmpty = why.replace(absent, "BurnedInAnnotation is empty");
    assert.equal(reason({ ...values, BurnedInAnnotation: "" }), isEmpty);
    assert.equal(reason({ ...values, BurnedInAnnotation: "  " }), isEmpty);
    assert.equal(reason({ ...values, BurnedInAnnotation: "NO" }), undefined);
    assert.equal(reason({ ...values, BurnedInAnnotation: " NO " }), undefined);
    assert.notEqual(reason({ ...values, BurnedInAnnotation: "YES" }), undefined);
    assert.notEqual(reason({ ...values, BurnedInAnnotation: "no" }), undefined);
  });
}

Deno.test("where the data set names no class, that of the file meta group counts", () => {
  const meta = { MediaStorageSOPClassUID: ofClass("6.1") };
  const why = `${absent}, MediaStorageSOPClassUID UltrasoundImageStorage`;
  assert.equal(reason({ Modality: "OT" }, meta), why);
});

for (
  const keyword of ["BurnedInAnnotation", "RecognizableVisualFeatures", "SpecimenLabelInImage"]
) {
  for (
    const [value, state] of [
      ["YES", "YES"],
      ["YES ", "YES"],
      ["NO\\YES", "YES"],
      ["yes", "yes"],
      [
        "No",
        "No",
      ],
      ...["Y", "TRUE", "N", "1", "UNKNOWN", "DOE^JANE", "NO\\MAYBE"]
        .map((text) => [text, "is not a defined term"] as const),
    ]
  ) {
    Deno.test(`${keyword} ${value} holds back an image of any kind`, () => {
      for (const Modality of ["CT", "MR", "US", "SM", "RTIMAGE"]) {
        assert.equal(reason({ Modality, [keyword]: value }), `${keyword} ${state}`);
      }
    });
  }
}

Deno.test("what stands in place of NO and is no text holds an image back", () => {
  const coded = { BurnedInAnnotation: [{ CodeValue: "1" }] };
  assert.equal(reason({ Modality: "CT", ...coded }), "BurnedInAnnotation is not a defined term");
});

const slide = { SOPClassUID: ofClass("77.1.6"), Modality: "SM", BurnedInAnnotation: "NO" };
const volume = "ORIGINAL\\PRIMARY\\VOLUME\\NONE";
const label = "ORIGINAL\\PRIMARY\\LABEL\\NONE";
const overview = "ORIGINAL\\PRIMARY\\OVERVIEW\\NONE";
const slides: readonly (readonly [values: Values, why: string])[] = [
  [{ ...slide, ImageType: volume, SpecimenLabelInImage: "YES" }, "SpecimenLabelInImage YES"],
  [
    { ...slide, ImageType: label },
    "ImageType LABEL, Modality SM, SOPClassUID VLWholeSlideMicroscopyImageStorage",
  ],
  [
    { Modality: "SM", ImageType: label, SpecimenLabelInImage: "NO" },
    "ImageType LABEL, Modality SM",
  ],
  [
    { SOPClassUID: slide.SOPClassUID, ImageType: "derived\\primary\\label " },
    "ImageType label, SOPClassUID VLWholeSlideMicroscopyImageStorage",
  ],
  [
    { SOPClassUID: ofClass("77.1.4"), ImageType: label, BurnedInAnnotation: "NO" },
    "ImageType LABEL, SOPClassUID VLPhotographicImageStorage",
  ],
  [
    { Modality: "SM", BurnedInAnnotation: "NO", ImageType: overview },
    "SpecimenLabelInImage is absent, ImageType OVERVIEW, Modality SM",
  ],
  [
    { Modality: "SM", BurnedInAnnotation: "NO", ImageType: overview, SpecimenLabelInImage: "" },
    "SpecimenLabelInImage is empty, ImageType OVERVIEW, Modality SM",
  ],
  [
    { Modality: "SM", ImageType: overview, SpecimenLabelInImage: "NO" },
    "BurnedInAnnotation is absent, ImageType OVERVIEW, Modality SM",
  ],
];

for (const [values, why] of slides) {
  Deno.test(`slides: ${JSON.stringify(values)} is held back`, () => {
    assert.equal(reason(values), why);
  });
}

const ordinary: readonly Values[] = [
  ["1", "CR"],
  ["1.1", "DX"],
  ["1.2", "MG"],
  ["2", "CT"],
  ["4", "MR"],
  ["128", "PT"],
  ["20", "NM"],
  ["12.1", "XA"],
  ["12.2", "RF"],
  ["1.3", "IO"],
  ["77.1.5.4", "OPT"],
  ["481.2", "RTDOSE"],
  ["481.3", "RTSTRUCT"],
  ["481.5", "RTPLAN"],
  ["66.4", "SEG"],
].map(([suffix = "", Modality = ""]) => ({ SOPClassUID: ofClass(suffix), Modality }));

Deno.test("ordinary objects that say nothing of burned-in text leave", () => {
  const dose = { SOPClassUID: ofClass("481.2"), Modality: "RTDOSE", ImageType: "DERIVED\\DOSE" };
  const portal = { SOPClassUID: ofClass("481.1"), Modality: "RTIMAGE" };
  for (
    const values of [
      ...ordinary,
      dose,
      portal,
      { ...portal, ConversionType: "DI" },
      ...ordinary.map((one) => ({
        ...one,
        BurnedInAnnotation: "",
        RecognizableVisualFeatures: "NO",
      })),
      ...ordinary.map((one) => ({ ...one, ConversionType: "", SpecimenLabelInImage: " " })),
      { ...slide, ImageType: volume, SpecimenLabelInImage: "NO" },
      { ...slide, ImageType: volume },
      { ...slide, ImageType: "DERIVED\\PRIMARY\\THUMBNAIL\\RESAMPLED", SpecimenLabelInImage: "NO" },
      { ...slide, ImageType: overview, SpecimenLabelInImage: "NO" },
      { Modality: "MR", ImageType: "ORIGINAL\\PRIMARY\\ASL\\LABEL" },
      { Modality: "CT", ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER" },
    ]
  ) assert.equal(reason(values), undefined, JSON.stringify(values));
});

Deno.test("a site's allow rule goes before the default rules; a rule that only flags does not", () => {
  const ultrasound = headerOf({ Modality: "US", Manufacturer: "MAKER" });
  const screened = (group: string): string => {
    const text = `FORMAT dicom\n%filter ${group}\nLABEL ours\nequals Manufacturer MAKER`;
    return screenImage(ultrasound, recipesOf({ file: "x", text }).recipes).kind;
  };
  assert.equal(screened("whitelist"), "leaves");
  assert.equal(screened("graylist"), "held");
});
