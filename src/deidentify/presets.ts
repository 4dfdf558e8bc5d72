import type { Option } from "./options.ts";

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
