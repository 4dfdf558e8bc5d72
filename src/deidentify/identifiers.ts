import { type EditedElement, type MadeElement, madeText } from "../dicom/edited.ts";
import { version } from "../version.ts";
import type { EarlierMethods } from "./earlier_methods.ts";
import { deidentificationCodes, optionNames, type Options, options } from "./options.ts";
import { outputUIDs, type Subject, subjectTags } from "./subject.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";

const patientIdentityRemoved = 0x00120062;
const deidentificationMethod = 0x00120063;
const deidentificationMethodCodeSequence = 0x00120064;
const burnedInAnnotation = 0x00280301;
const longitudinalTemporalInformationModified = 0x00280303;

/**
 * What screening decided about the pixels: nothing, flagged but unchanged (`flag`), allowed by a
 * rule of the site (`keep`), or blanked (`blank`).
 */
export type PixelsAre = "pass" | "flag" | "keep" | "blank";

/** Top-level elements that replace the identifiers of the subject. */
export interface Identifiers {
  /** Replace elements that the source has. */
  readonly replacements: ReadonlyMap<number, MadeElement>;
  /** Are always written, so that readers of the output never merge two patients or studies. */
  readonly required: readonly MadeElement[];
}

/** The codes and UIDs of a subject, as elements. */
export function identifiersOf(subject: Subject, key: PseudonymKey, options: Options): Identifiers {
  const uids = outputUIDs(subject, key, options.has("retainUids"));
  const required = [
    madeText(subjectTags.SOPInstanceUID, "UI", uids.SOPInstanceUID),
    madeText(subjectTags.PatientID, "LO", subject.patient),
    madeText(subjectTags.StudyInstanceUID, "UI", uids.StudyInstanceUID),
    madeText(subjectTags.SeriesInstanceUID, "UI", uids.SeriesInstanceUID),
  ];
  const others = [
    madeText(subjectTags.PatientName, "PN", `${subject.patient}^Anonymized`),
    madeText(subjectTags.StudyID, "SH", subject.studyID),
    ...(subject.accession ? [madeText(subjectTags.AccessionNumber, "SH", subject.accession)] : []),
  ];
  const replacements = new Map([...required, ...others].map((made) => [made.tag, made]));
  return { replacements, required };
}

/**
 * What an output says about its de-identification (PS3.15 E.1.1, PS3.3 C.7.1.1, C.12.1), after what
 * its source says about an earlier one.
 */
export function deidentificationElements(
  chosen: Options,
  pixels: PixelsAre,
  hasRecipe: boolean,
  earlier: EarlierMethods,
): EditedElement[] {
  const own = [
    "113100",
    ...(pixels === "blank" ? ["113101"] : []),
    ...optionNames.filter((name) => chosen.has(name)).map((name) => options[name].code),
  ];
  const codes = new Set([...earlier.codes, ...own]);
  const methods = new Set([...earlier.methods, ...methodsOf(hasRecipe)]);
  const isClean = pixels === "blank" || pixels === "keep";
  return [
    ...(isClean ? [madeText(burnedInAnnotation, "CS", "NO")] : []),
    madeText(patientIdentityRemoved, "CS", "YES"),
    madeText(deidentificationMethod, "LO", [...methods].join("\\")),
    {
      tag: deidentificationMethodCodeSequence,
      vr: "SQ",
      items: [...codes].map((code) => ({
        source: undefined,
        elements: [
          madeText(0x00080100, "SH", code),
          madeText(0x00080102, "SH", "DCM"),
          madeText(0x00080104, "LO", deidentificationCodes.get(code) ?? ""),
        ],
      })),
    },
    madeText(longitudinalTemporalInformationModified, "CS", temporalOf(chosen, earlier)),
  ];
}

/** An earlier change of dates remains in force after another de-identification. */
function temporalOf(chosen: Options, { temporal }: EarlierMethods): string {
  const own = chosen.has("retainModifiedDates")
    ? "MODIFIED"
    : chosen.has("retainFullDates")
    ? "UNMODIFIED"
    : "REMOVED";
  const degrees = ["UNMODIFIED", "MODIFIED", "REMOVED"];
  const degree = Math.max(...[own, temporal ?? ""].map((one) => degrees.indexOf(one)));
  return degrees[degree] ?? own;
}

function methodsOf(hasRecipe: boolean): string[] {
  const profile = `dicom-intake ${version}, PS3.15 E.1-1 2026c`;
  return hasRecipe ? [profile, "rules of the site"] : [profile];
}
