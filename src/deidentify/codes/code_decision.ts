import type { Option, Options } from "../options.ts";
import type { Decision } from "../profile.ts";
import list from "./registered_schemes.txt" with { type: "text" };

const registered = new Set(
  list.split("\n").filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.toLowerCase().split(" ")).filter((name) => name !== ""),
);

/** Attributes of a coded entry and of a coding scheme (PS3.3 tables 8.8-1 and C.12-1). */
export const codeTags = {
  CodeValue: 0x00080100,
  CodingSchemeDesignator: 0x00080102,
  CodingSchemeVersion: 0x00080103,
  CodeMeaning: 0x00080104,
  MappingResource: 0x00080105,
  CodingSchemeUID: 0x0008010c,
  LongCodeValue: 0x00080119,
  URNCodeValue: 0x00080120,
  MappingResourceName: 0x00080122,
} as const;

const { CodeValue, LongCodeValue, URNCodeValue, CodingSchemeDesignator } = codeTags;
/** Attributes whose values are replaced by pseudonyms. */
export const codeValues: ReadonlySet<number> = new Set([CodeValue, LongCodeValue, URNCodeValue]);
const contextGroupExtensionCreatorUID = 0x0008010d;
/** Attributes that name the list of codes: MappingResource, its name, ContextIdentifier, UIDs … */
const contextTags = new Set([
  0x00080105,
  0x0008010b,
  0x0008010f,
  0x00080117,
  0x00080118,
  0x00080122,
]);
/**
 * Attributes that describe a coding scheme: registry, external ID, name, organization, version …
 */
const schemeTags = new Set([
  0x00080103,
  0x00080109,
  0x00080112,
  0x00080114,
  0x00080115,
  0x00080116,
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
  if (tag === contextGroupExtensionCreatorUID && !retained) {
    return decided("U", "UID of an organization that extends a list of codes");
  }
  if (isRegistered(designator)) {
    const isPublic = publicResources.has(mappingResource);
    return contextTags.has(tag) && !isPublic ? decided("X", "list of codes of a site") : undefined;
  }
  if (tag === codeTags.CodeMeaning) {
    return options.has("cleanDescriptors")
      ? { ...decided("C", `${local}, cleanDescriptors: C`, "D"), option: "cleanDescriptors" }
      : decided("D", local, "D");
  }
  if (codeValues.has(tag)) return decided("C", local, "D");
  if (!isOrigin(tag, describesScheme)) return undefined;
  if (retained) return { ...decided("K", `${local}, ${option}: K`), option };
  if (tag === CodingSchemeDesignator) return decided("C", local, "D");
  return decided(tag === codeTags.CodingSchemeUID ? "U" : "X", local);
}

function isOrigin(tag: number, describesScheme: boolean): boolean {
  return tag === CodingSchemeDesignator || tag === codeTags.CodingSchemeUID ||
    tag === codeTags.CodingSchemeVersion || contextTags.has(tag) ||
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
