import * as Tag from "../dicom/tag.ts";
import { type EditedElement, type MadeElement, madeText as made } from "../dicom/write/edited.ts";
import { version } from "../system/version.ts";
import type { EarlierMethods } from "./earlier_methods.ts";
import type { MadeMemory } from "./made_memory.ts";
import { deidentificationCodes, optionNames, type Options, options } from "./profile/options.ts";
import type { PseudonymKey } from "./pseudonyms/pseudonym_key.ts";
import { outputUIDs, type Subject } from "./pseudonyms/subject.ts";

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

/** The codes and UIDs of a subject, as elements; `memory` has those of the image before. */
export function identifiersOf(
  subject: Subject,
  key: PseudonymKey,
  options: Options,
  memory?: MadeMemory,
): Identifiers {
  const madeText = (tag: number, vr: string, text: string): MadeElement =>
    memory?.text(tag, vr, text) ?? made(tag, vr, text);
  const uids = outputUIDs(subject, key, options.has("retainUids"));
  const required = [
    made(Tag.SOPInstanceUID, "UI", uids.SOPInstanceUID), // each image has another one
    madeText(Tag.PatientID, "LO", subject.patient),
    madeText(Tag.StudyInstanceUID, "UI", uids.StudyInstanceUID),
    madeText(Tag.SeriesInstanceUID, "UI", uids.SeriesInstanceUID),
  ];
  const others = [
    madeText(Tag.PatientName, "PN", `${subject.patient}^Anonymized`),
    madeText(Tag.StudyID, "SH", subject.studyID),
    ...(subject.accession ? [madeText(Tag.AccessionNumber, "SH", subject.accession)] : []),
  ];
  const replacements = new Map([...required, ...others].map((one) => [one.tag, one]));
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
  memory?: MadeMemory,
): readonly EditedElement[] {
  const make = (): EditedElement[] => methodElements(chosen, pixels, hasRecipe, earlier);
  const name = JSON.stringify([[...chosen], pixels, hasRecipe, earlier]);
  return memory ? memory.group(name, make) : make();
}

function methodElements(
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
    ...(isClean ? [made(Tag.BurnedInAnnotation, "CS", "NO")] : []),
    made(Tag.PatientIdentityRemoved, "CS", "YES"),
    made(Tag.DeidentificationMethod, "LO", [...methods].join("\\")),
    {
      tag: Tag.DeidentificationMethodCodeSequence,
      vr: "SQ",
      items: [...codes].map((code) => ({
        source: undefined,
        elements: [
          made(Tag.CodeValue, "SH", code),
          made(Tag.CodingSchemeDesignator, "SH", "DCM"),
          made(Tag.CodeMeaning, "LO", deidentificationCodes.get(code) ?? ""),
        ],
      })),
    },
    made(Tag.LongitudinalTemporalInformationModified, "CS", temporalOf(chosen, earlier)),
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
