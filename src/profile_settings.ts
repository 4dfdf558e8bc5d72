import { z } from "zod";
import { switchSetting } from "./setting_meta.ts";

const onOrOff = z.union([z.boolean(), z.stringbool()], "is not true or false");
const off = (): z.ZodDefault<typeof onOrOff> => onOrOff.default(false);

/** The options of the confidentiality profile (PS3.15 E.3); each is on or off. */
export const profileSettings = {
  retainUids: switchSetting(off(), "RETAIN_UIDS", "keep the UIDs of studies and instances"),
  retainDeviceIdentity: switchSetting(
    off(),
    "RETAIN_DEVICE_IDENTITY",
    "keep the serial numbers and names of devices",
  ),
  retainInstitutionIdentity: switchSetting(
    off(),
    "RETAIN_INSTITUTION_IDENTITY",
    "keep the names and addresses of institutions",
  ),
  retainPatientCharacteristics: switchSetting(
    off(),
    "RETAIN_PATIENT_CHARACTERISTICS",
    "keep sex, age (at most 090Y), size, weight and similar attributes",
  ),
  retainFullDates: switchSetting(off(), "RETAIN_FULL_DATES", "keep all dates unchanged"),
  retainModifiedDates: switchSetting(
    onOrOff.optional(),
    "RETAIN_MODIFIED_DATES",
    "shift each patient's dates by a secret number of days (default: on, unless RETAIN_FULL_DATES is)",
  ),
  cleanDescriptors: switchSetting(
    off(),
    "CLEAN_DESCRIPTORS",
    "keep the words of descriptions that belong to radiology",
  ),
  cleanStructuredContent: switchSetting(
    off(),
    "CLEAN_STRUCTURED_CONTENT",
    "keep the codes and numbers of structured content",
  ),
  cleanGraphics: switchSetting(
    off(),
    "CLEAN_GRAPHICS",
    "keep graphic annotations, but remove their text",
  ),
  retainSafePrivate: switchSetting(
    off(),
    "RETAIN_SAFE_PRIVATE",
    "keep the private elements that the standard lists as safe",
  ),
};
