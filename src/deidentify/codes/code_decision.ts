import * as Tag from "../../dicom/tag.ts";
import type { Decision } from "../profile/decision.ts";
import type { Option, Options } from "../profile/options.ts";
import list from "./registered_schemes.txt" with { type: "text" };

const registered = new Set(
  list.split("\n").filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.toLowerCase().split(" ")).filter((name) => name !== ""),
);

/** Attributes whose values are replaced by pseudonyms. */
export const codeValues: ReadonlySet<number> = new Set([
  Tag.CodeValue,
  Tag.LongCodeValue,
  Tag.URNCodeValue,
]);
/** Attributes of a coded entry that name its list of codes (PS3.3 table 8.8-1). */
const contextTags = new Set([
  Tag.MappingResource,
  Tag.ContextGroupExtensionFlag,
  Tag.ContextIdentifier,
  Tag.ContextUID,
  Tag.MappingResourceUID,
  Tag.MappingResourceName,
]);
/** Attributes that describe a coding scheme (PS3.3 table C.12-1). */
const schemeTags = new Set([
  Tag.CodingSchemeVersion,
  Tag.CodingSchemeResourcesSequence,
  Tag.CodingSchemeRegistry,
  Tag.CodingSchemeExternalID,
  Tag.CodingSchemeName,
  Tag.CodingSchemeResponsibleOrganization,
]);
const publicResources = new Set(["", "DCMR", "SDM"]);

/** The parts of a coded entry in a data set or item. */
export interface CodedEntry {
  /** Empty if there is none. */
  readonly designator: string;
  readonly mappingResource: string;
  readonly hasCode: boolean;
  /** An item of CodingSchemeIdentificationSequence, which describes a scheme and holds no code. */
  readonly describesScheme: boolean;
}

const local = "code of a coding scheme that PS3.16 table 8-1 does not list";

/**
 * The decision for an attribute of a coded entry of a local scheme: its meaning is treated like a
 * description, its designator, code and UID are replaced by pseudonyms, and attributes that name
 * its origin are removed. Undefined for standard codes, which are kept, and for other attributes.
 */
export function codeDecision(
  tag: number,
  entry: CodedEntry,
  options: Options,
): Decision | undefined {
  const { designator, mappingResource, hasCode, describesScheme } = entry;
  if (!hasCode && !describesScheme) return undefined;
  const retained = options.has("retainInstitutionIdentity");
  const option: Option = "retainInstitutionIdentity";
  if (tag === Tag.ContextGroupExtensionCreatorUID && !retained) {
    return decided("U", "UID of an organization that extends a list of codes");
  }
  if (isRegistered(designator)) {
    const isPublic = publicResources.has(mappingResource);
    return contextTags.has(tag) && !isPublic ? decided("X", "list of codes of a site") : undefined;
  }
  if (tag === Tag.CodeMeaning) {
    return options.has("cleanDescriptors")
      ? { ...decided("C", `${local}, cleanDescriptors: C`, "D"), option: "cleanDescriptors" }
      : decided("D", local, "D");
  }
  if (codeValues.has(tag)) return decided("C", local, "D");
  if (!isOrigin(tag, describesScheme)) return undefined;
  if (retained) return { ...decided("K", `${local}, ${option}: K`), option };
  if (tag === Tag.CodingSchemeDesignator) return decided("C", local, "D");
  return decided(tag === Tag.CodingSchemeUID ? "U" : "X", local);
}

function isOrigin(tag: number, describesScheme: boolean): boolean {
  return tag === Tag.CodingSchemeDesignator || tag === Tag.CodingSchemeUID ||
    tag === Tag.CodingSchemeVersion || contextTags.has(tag) ||
    (describesScheme && schemeTags.has(tag));
}

function isRegistered(designator: string): boolean {
  return registered.has(designator.trim().toLowerCase());
}

function decided(
  action: Decision["action"],
  because: string,
  otherwise: Decision["otherwise"] = "X",
): Decision {
  return { action, otherwise, because, option: undefined };
}
