import type { ImageHeader } from "../dicom/read/image_facts.ts";
import * as Tag from "../dicom/tag.ts";

/**
 * Why the pixels of an image may show text, in DICOM terms, by its header; undefined if nothing
 * suggests it, or if it has no pixel data. For the kinds of images that often show text,
 * BurnedInAnnotation NO is no proof, because it is sometimes wrong. The reason contains no value of
 * the file except a known Modality.
 */
export function riskOf({ header, facts }: ImageHeader): string | undefined {
  if (!pixelData.some((tag) => header.find(tag))) return undefined;
  const modality = header.text(Tag.Modality)?.trim().toUpperCase() ?? "";
  const classes = [Tag.SOPClassUID, Tag.MediaStorageSOPClassUID]
    .map((tag) => header.ascii(tag) ?? "");
  for (const tag of [Tag.BurnedInAnnotation, Tag.SpecimenLabelInImage]) {
    const stated = header.find(tag) ? header.ascii(tag) ?? "" : "NO";
    if (stated !== "NO" && stated !== "") return `${statements.get(tag)} other than NO`;
  }
  if (modalities.has(modality)) return `Modality ${modality}`;
  if (classes.some(isRiskyClass)) return "its SOP Class";
  return typeRisk({ header }, modality, classes) ?? captureRisk({ header }, modality, classes) ??
    (facts.pixels.samples === 3 && greyModalities.has(modality)
      ? `colours in Modality ${modality}`
      : undefined);
}

/** Whether BurnedInAnnotation says that the pixels show text: any value that does not say no. */
export function statesText({ header }: Pick<ImageHeader, "header">): boolean {
  return !/^(NO|N|FALSE|0|)$/i.test(header.text(Tag.BurnedInAnnotation)?.trim() ?? "");
}

const pixelData = [Tag.PixelData, Tag.FloatPixelData, Tag.DoubleFloatPixelData];
const statements = new Map([
  [Tag.BurnedInAnnotation, "BurnedInAnnotation"],
  [Tag.SpecimenLabelInImage, "SpecimenLabelInImage"],
]);

/** Ultrasound, visible light, projection radiography, and captures (PS3.3 C.7.3.1.1.1). */
const modalities: ReadonlySet<string> = new Set(
  ("US,IVUS,BDUS,EC,CD,DD,ES,CP,CS,LP,XC,DMS,GM,DM,OP,FS,FA,OT,SC,DOC,BMD," +
    "CR,DX,MG,XA,RF,IO,PX,RG,DF").split(","),
);

/** Their scanners measure grey values; pictures in colour are made by programs, often with text. */
const greyModalities: ReadonlySet<string> = new Set(["CT", "MR", "PT", "NM"]);

/** The classes of these images, by their numbers behind the common root (PS3.6 A). */
const storage = "1.2.840.10008.5.1.4.1.1.";
const riskyClasses = [
  /^1(\.[123](\.1)?)?$/, // computed and digital radiography, mammography, intra-oral
  /^(3(\.1)?|6(\.[123])?)$/, // ultrasound
  /^7(\.\d)?$/, // secondary capture
  /^12\.[123](\.1)?$/, // X-ray angiography and radiofluoroscopy
  /^13\.1\.[45]$/, // projections of the breast
  /^77\.(1\.[1247](\.1)?|1\.3|1|2)$/, // endoscopy, microscopy, photography, dermoscopy
  /^77\.1\.5\.[1256]$/, // ophthalmic photography
];

function isRiskyClass(uid: string): boolean {
  if (!uid.startsWith(storage)) return false;
  const number = uid.slice(storage.length);
  return riskyClasses.some((pattern) => pattern.test(number));
}

type Read = Pick<ImageHeader, "header">;

/** Slide labels and overviews, screen saves and dose screens. */
function typeRisk(
  { header }: Read,
  modality: string,
  classUids: readonly string[],
): string | undefined {
  const types = (header.text(Tag.ImageType) ?? "").toUpperCase().split("\\")
    .map((type) => type.trim());
  const isSlide = modality === "SM" || classUids.some((uid) => uid.startsWith(`${storage}77.`));
  const pictures = isSlide ? /^(LABEL|OVERVIEW|LOCALIZER|MACRO|THUMBNAIL)$/ : /^(OVERVIEW|MACRO)$/;
  const isDose = modality === "RTDOSE" || classUids.includes(`${storage}481.2`);
  const isCapture = (type: string): boolean =>
    pictures.test(type) || /SCREEN ?(SAVE|SHOT|CAPTURE)|^SAVE$/.test(type) ||
    (/DOSE/.test(type) && !isDose);
  if (types.some(isCapture)) return "ImageType";
  const description = header.text(Tag.SeriesDescription) ?? "";
  return screens.test(description) ? "SeriesDescription" : undefined;
}

const screens = /screen ?(save|shot|capture)|dose (report|info|record|summary)|patient protocol/i;

const captured = [
  [Tag.DateOfSecondaryCapture, "DateOfSecondaryCapture"],
  [Tag.SecondaryCaptureDeviceManufacturer, "SecondaryCaptureDeviceManufacturer"],
  [
    Tag.SecondaryCaptureDeviceManufacturerModelName,
    "SecondaryCaptureDeviceManufacturerModelName",
  ],
  [Tag.SecondaryCaptureDeviceSoftwareVersions, "SecondaryCaptureDeviceSoftwareVersions"],
] as const;

/** Attributes of secondary captures; RT images have a ConversionType too (PS3.3 C.8.8.2). */
function captureRisk(
  { header }: Read,
  modality: string,
  classUids: readonly string[],
): string | undefined {
  const isRadiotherapy = modality === "RTIMAGE" ||
    classUids.some((uid) => uid.startsWith(`${storage}481.`));
  if (!isRadiotherapy && header.text(Tag.ConversionType)) return "ConversionType";
  const found = captured.find(([tag]) => header.text(tag));
  return found?.[1];
}
