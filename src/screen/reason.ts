import { dictionaryEntry, tagHex } from "../dicom/dictionary.ts";
import imageClasses from "../dicom/read/image_classes.tsv" with { type: "text" };
import * as Tag from "../dicom/tag.ts";
import type { Criterion, FilterRule } from "../recipe/recipe.ts";
import { type Attributes, criteriaMet } from "./criteria.ts";

/**
 * Why a rule applies to an image, in DICOM terms: "BurnedInAnnotation is absent, Modality US". The
 * text has keywords and defined terms only, never another value of the file. The class in the file
 * meta information is named only if it differs from that of the data set.
 */
export function reasonOf(rule: FilterRule, attributes: Attributes): string {
  const criteria = (criteriaMet(rule, attributes) ?? []).filter(({ tag }) =>
    tag !== Tag.MediaStorageSOPClassUID ||
    attributes.values(Tag.SOPClassUID)[0] !== attributes.values(tag)[0]
  );
  if (criteria.length === 0) return "the rule applies to every image";
  return [...new Set(criteria.map((criterion) => describe(criterion, attributes)))].join(", ");
}

function describe({ kind, tag, pattern }: Criterion, attributes: Attributes): string {
  if (tag === undefined) return "an attribute that is not in PS3.6 is absent";
  const name = nameOf(tag);
  const state = attributes.state(tag);
  if (state === "missing") return `${name} is absent`;
  if (state === "empty") return `${name} is empty`;
  if (!hasDefinedTerms(tag)) return `${name} ${stateOf(kind)}`;
  const values = attributes.values(tag);
  const isPositive = kind === "contains" || kind === "equals";
  return `${name} ${
    termsOf(tag, isPositive ? values.filter((one) => pattern?.test(one)) : values)
  }`;
}

function stateOf(kind: Criterion["kind"]): string {
  if (kind === "contains" || kind === "equals") return "matches the rule";
  return kind === "present" ? "is present" : "does not match the rule";
}

function termsOf(tag: number, values: readonly string[]): string {
  const terms = values.map((value) => definedTerm(tag, value)).filter((term) => term !== undefined);
  if (terms.length === 0) return "is not a defined term";
  return terms.join(", ") + (terms.length < values.length ? " and others" : "");
}

function nameOf(tag: number): string {
  const hex = tagHex(tag);
  return dictionaryEntry(tag)?.keyword || `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

const storage = "1.2.840.10008.5.1.4.1.1.";
const yesOrNo = new Set(["YES", "NO"]);

/** Defined terms of PS3.3 for attributes used in screening. No other value is ever shown. */
const termsByTag: ReadonlyMap<number, ReadonlySet<string>> = new Map([
  [Tag.BurnedInAnnotation, yesOrNo], // C.7.6.1
  [Tag.RecognizableVisualFeatures, yesOrNo], // C.7.6.1
  [Tag.SpecimenLabelInImage, yesOrNo], // C.8.12.4
  // C.7.3.1.1.1, retired ones included
  [
    Tag.Modality,
    termSet(
      "ANN,AR,ASMT,AU,BDUS,BI,BMD,CD,CF,CFM,CP,CR,CS,CT,CTPROTOCOL,DD,DF,DG,DM,DMS,DOC,DS,DX,EC," +
        "ECG,EEG,EMG,EOG,EPS,ES,FA,FID,FS,GM,HC,HD,IO,IOL,IVOCT,IVUS,KER,KO,LEN,LP,LS,M3D,MA,MG," +
        "MR,MS,NM,OAM,OCT,OP,OPM,OPR,OPT,OPTBSV,OPTENF,OPV,OSS,OT,PA,PLAN,POS,PR,PT,PX,REG,RESP," +
        "RF,RG,RTDOSE,RTIMAGE,RTINTENT,RTPLAN,RTRAD,RTRECORD,RTSEGANN,RTSTRUCT,RWV,SEG,SM,SMR,SR," +
        "SRF,ST,STAIN,TEXTUREMAP,TG,US,VA,VF,XA,XAPROTOCOL,XC",
    ),
  ],
  [Tag.ConversionType, termSet("DF,DI,DRW,DV,SD,SI,SYN,WSD")], // C.8.6.1
  // C.7.6.1.1.2, C.8.12.4.1.1 and what scanners write
  [
    Tag.ImageType,
    termSet(
      "ORIGINAL,DERIVED,PRIMARY,SECONDARY,VOLUME,LABEL,OVERVIEW,THUMBNAIL,NONE,RESAMPLED," +
        "LOCALIZER,MACRO,AXIAL,MPR,REFORMATTED,PROJECTION IMAGE,OTHER,MIXED,SCREEN SAVE," +
        "SCREENSAVE,SCREENSHOT,SCREEN SHOT,SCREEN CAPTURE,SAVE,DOSE,DOSE_INFO,DOSE INFO",
    ),
  ],
  [Tag.SOPClassUID, new Set()], // PS3.6 A
  [Tag.MediaStorageSOPClassUID, new Set()],
]);
const classTags = new Set([Tag.SOPClassUID, Tag.MediaStorageSOPClassUID]);

/** Keywords by UID, for the SOP classes in the default rules. */
const classKeywords: ReadonlyMap<string, string> = new Map([
  ...imageClasses.split("\n").map((line): [string, string] => {
    const [suffix = "", keyword = ""] = line.split("\t");
    return [storage + suffix, keyword];
  }),
  [`${storage}88.11`, "BasicTextSRStorage"],
  [`${storage}88.22`, "EnhancedSRStorage"],
  [`${storage}88.33`, "ComprehensiveSRStorage"],
  [`${storage}88.34`, "Comprehensive3DSRStorage"],
  [`${storage}88.35`, "ExtensibleSRStorage"],
  [`${storage}88.50`, "MammographyCADSRStorage"],
  [`${storage}88.59`, "KeyObjectSelectionDocumentStorage"],
  [`${storage}88.65`, "ChestCADSRStorage"],
  [`${storage}88.67`, "XRayRadiationDoseSRStorage"],
  [`${storage}88.68`, "RadiopharmaceuticalRadiationDoseSRStorage"],
  [`${storage}104.1`, "EncapsulatedPDFStorage"],
  [`${storage}104.2`, "EncapsulatedCDAStorage"],
  [`${storage}104.3`, "EncapsulatedSTLStorage"],
  [`${storage}104.4`, "EncapsulatedOBJStorage"],
  [`${storage}104.5`, "EncapsulatedMTLStorage"],
]);

/** Whether the values of an attribute come from a list that PS3.3 or PS3.6 gives. */
function hasDefinedTerms(tag: number): boolean {
  return termsByTag.has(tag);
}

/**
 * The text that may be shown for a value: the value itself if it is a defined term of its attribute
 * (in any case), the keyword of a known class for its UID, otherwise undefined.
 */
function definedTerm(tag: number, value: string): string | undefined {
  if (classTags.has(tag)) return classKeywords.get(value);
  return termsByTag.get(tag)?.has(value.toUpperCase()) ? value : undefined;
}

/** A value of Modality if it is a defined term, otherwise an empty text. */
export function definedModality(value: string | undefined): string {
  return value === undefined ? "" : definedTerm(Tag.Modality, value)?.toUpperCase() ?? "";
}

function termSet(list: string): ReadonlySet<string> {
  return new Set(list.split(","));
}
