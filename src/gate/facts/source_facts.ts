import { impliedVR, vrOf } from "../../dicom/dictionary.ts";
import { type Element, isPixelData } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import { latinText, trimPadding } from "../../dicom/text/decode_text.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { RuledTags } from "../../model/image.ts";
import { daysIn, shiftedDay } from "./days.ts";
import { type IdentifyingValue, identifyingValues } from "./identifying_values.ts";
import { typeOneTags } from "./type_1.ts";

/** How an image should have been de-identified, as far as the gate can check it. */
export interface Promised {
  /** The name of the source folder. */
  readonly folderName: string;
  /** The UIDs of study, series and instance in the output. */
  readonly uids: readonly [study: string, series: string, instance: string];
  /** Returns the UID that replaces a UID of the source. */
  readonly mapUID: (uid: string) => string;
  readonly retainsUIDs: boolean;
  /**
   * Permitted shifts of dates, in days back; 0 if dates are retained, empty if they are removed.
   */
  readonly daysBack: readonly number[];
  /** Attributes that rules of the site changed. */
  readonly rules: RuledTags;
  /** Attributes that an option retains. */
  readonly retained: ReadonlySet<number>;
  /** Pseudonyms of patient, study and order: whole values made of letters and digits of a hash. */
  readonly pseudonyms?: ReadonlySet<string>;
  /** Attributes whose texts an option cleans. */
  readonly cleaned?: ReadonlySet<number>;
}

/** What the gate expects of an output, derived from its source. */
export interface SourceFacts extends Promised {
  /** Attributes whose content the site decided about. */
  readonly left: ReadonlySet<number>;
  readonly values: readonly IdentifyingValue[];
  /** UIDs that the output may contain. */
  readonly allowedUIDs: ReadonlySet<string>;
  /** Replaced UIDs of the source, which must not be anywhere in the output. */
  readonly goneUIDs: ReadonlySet<string>;
  /** Those of study and series. */
  readonly sharedUIDs: readonly string[];
  /** Days (`YYYYMMDD`) that the output may contain. */
  readonly days: ReadonlySet<string>;
  /** Type 1 attributes that have a value in the source. */
  readonly required: readonly number[];
  readonly pixelTag: number | undefined;
  /** Approximate size of the output's header, in bytes. */
  readonly headerSize: number;
}

const standardRoot = "1.2.840.10008.";
/** UIDs of classes, syntaxes and code lists, which are not in table E.1-1. */
const classUIDs = new Set([
  Tag.SOPClassUID,
  Tag.RelatedGeneralSOPClassUID,
  Tag.OriginalSpecializedSOPClassUID,
  Tag.SOPClassesInStudy,
  Tag.CodingSchemeUID,
  Tag.ContextGroupExtensionCreatorUID,
  Tag.ContextUID,
  Tag.MappingResourceUID,
  Tag.StoredInstanceTransferSyntaxUID,
  Tag.ReferencedSOPClassUID,
  Tag.SOPClassesSupported,
  Tag.AvailableTransferSyntaxUID,
  Tag.CreatorVersionUID,
  Tag.FlowTransferSyntaxUID,
  Tag.RetrieveLocationUID,
  Tag.RepositoryUniqueID,
  Tag.HomeCommunityID,
  Tag.ModelGroupUID,
  Tag.ReferencedContentItem,
  Tag.SelectorUIValue,
  Tag.MACCalculationTransferSyntaxUID,
  Tag.EncryptedContentTransferSyntaxUID,
  Tag.SegmentationTemplateUID,
  Tag.PertinentSOPClassesInStudy,
  Tag.PertinentSOPClassesInSeries,
]);
/** Dates and times that are not in table E.1-1. */
const datesThatStay = new Set([
  Tag.ExpiryDate,
  Tag.DateOfGainCalibration,
  Tag.ProcedureCreationDate,
  Tag.ProcedureExpirationDate,
  Tag.ProcedureLastModifiedDate,
  Tag.ItemInventoryDateTime,
  Tag.ExpirationDateTime,
  Tag.StudyUpdateDateTime,
  Tag.RouteSegmentStartTime,
  Tag.RouteSegmentEndTime,
  Tag.AlarmDecisionTime,
  Tag.OOIOwnerCreationTime,
]);
const uidVRs = new Set(["SQ", "UI"]);
const readAhead = 4096;
/** The most UIDs of one image, including removed ones; ordinary images refer to some thousands. */
const mostUIDs = 50_000;

/**
 * Reads from the header of the source what the gate expects of the output. Throws
 * SkippedFileError TOO_COMPLEX if it has more UIDs or identifying values than an ordinary file.
 */
export function sourceFacts({ header, facts }: ImageHeader, promised: Promised): SourceFacts {
  const { rules, mapUID, retainsUIDs, uids } = promised;
  const left = rules.kept.union(rules.made);
  const [allowed, gone, days] = [new Set<string>(uids), new Set<string>(), new Set<string>()];
  const [staying, seen] = [new Set<string>(), new Set<string>()];
  visit(header.elements, (element) => {
    const { tag } = element;
    const vr = vrOf(element);
    if (isUID(tag, vr)) {
      for (const uid of valuesOf(header, element)) {
        if (seen.add(uid).size > mostUIDs) throw tooManyUIDs();
        allowed.add(mapUID(uid));
        if (vr !== "UI") continue;
        const stays = namesClass(tag) || uid.startsWith(standardRoot) || left.has(tag);
        if (stays || retainsUIDs) staying.add(uid.toLowerCase());
        else gone.add(uid);
      }
    } else if (vr === "DA" || vr === "DT") {
      for (const value of valuesOf(header, element)) {
        const moves = datesThatStay.has(tag) ? [0] : promised.daysBack;
        for (const day of daysIn(value)) {
          for (const back of moves) days.add(shiftedDay(day, -back) ?? "");
        }
      }
    }
  });
  const pixels = header.elements.findLast(({ tag }) => isPixelData(tag));
  const hasValue = (tag: number): boolean => {
    const element = header.find(tag);
    return element !== undefined && element.valueEnd > element.valueStart;
  };
  const goneUIDs = new Set([...gone].filter((uid) => !staying.has(uid) && !allowed.has(uid)));
  const shared = [facts.studyInstanceUID ?? "", facts.seriesInstanceUID ?? ""];
  const pixelBytes = pixels ? pixels.end - pixels.valueStart : 0;
  return {
    ...promised,
    left,
    values: identifyingValues(header, rules.kept.union(promised.retained)),
    allowedUIDs: new Set([...allowed, ...staying]),
    goneUIDs,
    sharedUIDs: shared.filter((uid) => goneUIDs.has(uid)),
    days,
    required: typeOneTags(facts.ownSOPClassUID).filter(hasValue),
    pixelTag: pixels?.tag,
    headerSize: Math.max(0, header.fileSize - pixelBytes) + readAhead,
  };
}

/** Whether the UIDs of an attribute name classes, syntaxes or code lists rather than instances. */
export function namesClass(tag: number): boolean {
  return classUIDs.has(tag);
}

function tooManyUIDs(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", `it has more than ${mostUIDs} UIDs`);
}

/**
 * Whether the profile may treat an element as a UID, including elements with a wrong or unknown VR.
 */
function isUID(tag: number, vr: string): boolean {
  return vr === "UI" || vr === "UN" || uidVRs.has(impliedVR(tag));
}

function visit(elements: readonly Element[], see: (leaf: Element) => void): void {
  for (const element of elements) {
    if (!element.items) see(element);
    else for (const item of element.items) visit(item.elements, see);
  }
}

const longest = 64 << 10;

function valuesOf(header: Header, element: Element): string[] {
  if (element.valueEnd - element.valueStart > longest) return [];
  return valuesIn(latinText(header.value(element)));
}

/** The values of an element without padding; empty values are omitted. */
export function valuesIn(text: string): string[] {
  return text.split("\\").map(trimPadding).filter((value) => value !== "");
}
