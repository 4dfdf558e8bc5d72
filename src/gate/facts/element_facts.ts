import { impliedVR, vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { latinText, trimPadding } from "../../dicom/text/decode_text.ts";
import { daysIn, shiftedDay } from "./days.ts";
import { type NamedValue, valuesOfElement } from "./identifying_values.ts";
import type { Promised } from "./promised.ts";

/** A UID of a source. */
export interface SourceUID {
  readonly uid: string;
  /** The UID that replaces it. */
  readonly mapped: string;
  /** Whether it is in the output, or must not be; `unknown` if it may not be a UID. */
  readonly fate: "stays" | "gone" | "unknown";
}

/** What an element of a source, with its items, says about the output. */
export interface ElementFacts {
  readonly uids: readonly SourceUID[];
  /** Days (`YYYYMMDD`) that the output may contain. */
  readonly days: readonly string[];
  readonly values: readonly NamedValue[];
}

/** Most elements say nothing. */
export const nothing: ElementFacts = { uids: [], days: [], values: [] };
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

/**
 * Reads a top-level element of a source. The site itself decided about attributes in `left`;
 * values of attributes in `silent` are not searched for.
 */
export function elementFacts(
  header: Header,
  element: Element,
  promised: Promised,
  left: ReadonlySet<number>,
  silent: ReadonlySet<number>,
): ElementFacts {
  const { mapUID, retainsUIDs, daysBack } = promised;
  const [uids, days]: [SourceUID[], string[]] = [[], []];
  visit([element], (leaf) => {
    const { tag } = leaf;
    const vr = vrOf(leaf);
    if (isUID(tag, vr)) {
      for (const uid of valuesOf(header, leaf)) {
        const stays = retainsUIDs || namesClass(tag) || uid.startsWith(standardRoot) ||
          left.has(tag);
        const fate = vr !== "UI" ? "unknown" : stays ? "stays" : "gone";
        uids.push({ uid, mapped: mapUID(uid), fate });
      }
    } else if (vr === "DA" || vr === "DT") {
      const moves = datesThatStay.has(tag) ? [0] : daysBack;
      for (const day of valuesOf(header, leaf).flatMap(daysIn)) {
        for (const back of moves) days.push(shiftedDay(day, -back) ?? "");
      }
    }
  });
  const values = valuesOfElement(header, element, silent);
  const saysSomething = uids.length + days.length + values.length > 0;
  return saysSomething ? { uids, days, values } : nothing;
}

/** Whether the UIDs of an attribute name classes, syntaxes or code lists rather than instances. */
export function namesClass(tag: number): boolean {
  return classUIDs.has(tag);
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
