/**
 * The options of the Basic Application Level Confidentiality Profile (PS3.15 E.3): the column
 * each has in the profile's table, and its code (PS3.16 CID 7050).
 */
export const options = {
  retainUids: { column: "uids", code: "113110", meaning: "Retain UIDs Option" },
  retainDeviceIdentity: {
    column: "device",
    code: "113109",
    meaning: "Retain Device Identity Option",
  },
  retainInstitutionIdentity: {
    column: "institution",
    code: "113112",
    meaning: "Retain Institution Identity Option",
  },
  retainPatientCharacteristics: {
    column: "patient",
    code: "113108",
    meaning: "Retain Patient Characteristics Option",
  },
  retainFullDates: {
    column: "fullDates",
    code: "113106",
    meaning: "Retain Longitudinal Temporal Information Full Dates Option",
  },
  retainModifiedDates: {
    column: "modifiedDates",
    code: "113107",
    meaning: "Retain Longitudinal Temporal Information Modified Dates Option",
  },
  cleanDescriptors: { column: "descriptors", code: "113105", meaning: "Clean Descriptors Option" },
  cleanStructuredContent: {
    column: "structured",
    code: "113104",
    meaning: "Clean Structured Content Option",
  },
  cleanGraphics: { column: "graphics", code: "113103", meaning: "Clean Graphics Option" },
  retainSafePrivate: {
    column: "safePrivate",
    code: "113111",
    meaning: "Retain Safe Private Option",
  },
} as const;

export type Option = keyof typeof options;

/** The codes of de-identification methods and what they mean (PS3.16 CID 7050). */
export const deidentificationCodes: ReadonlyMap<string, string> = new Map([
  ["113100", "Basic Application Confidentiality Profile"],
  ["113101", "Clean Pixel Data Option"],
  ["113102", "Clean Recognizable Visual Features Option"],
  ...Object.values(options).map(({ code, meaning }) => [code, meaning] as const),
]);

export const optionNames = Object.keys(options) as readonly Option[];

/** The options that are switched on. */
export type Options = ReadonlySet<Option>;

/** Option sets of the profile that have a name. */
export const presets = {
  /** The Basic Profile with modified dates. */
  basic: ["retainModifiedDates"],
  /**
   * The option set of The Cancer Imaging Archive (TCIA), as it writes it into
   * DeidentificationMethodCodeSequence: 113105, 113107, 113108, 113109 and 113111. Its Clean Pixel
   * Data Option (113101) is not a switch here: screening decides about each image.
   */
  research: [
    "retainDeviceIdentity",
    "retainPatientCharacteristics",
    "retainModifiedDates",
    "cleanDescriptors",
    "retainSafePrivate",
  ],
} as const satisfies Readonly<Record<string, readonly Option[]>>;

export type PresetName = keyof typeof presets;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}
