import { z } from "zod";
import { switchSetting } from "./setting_meta.ts";

const onOrOff = z.union([z.boolean(), z.stringbool()], "is not true or false");
/** An option that is not set has the value of the preset. */
const asPreset = (): z.ZodOptional<typeof onOrOff> => onOrOff.optional();

/** The options of the confidentiality profile (PS3.15 E.3); each is on or off. */
export const profileSettings = {
  retainUids: switchSetting(
    asPreset(),
    "RETAIN_UIDS",
    "keep the original UIDs of studies, series and instances",
  ),
  retainDeviceIdentity: switchSetting(
    asPreset(),
    "RETAIN_DEVICE_IDENTITY",
    "keep the serial numbers and names of devices",
  ),
  retainInstitutionIdentity: switchSetting(
    asPreset(),
    "RETAIN_INSTITUTION_IDENTITY",
    "keep the names and addresses of institutions",
  ),
  retainPatientCharacteristics: switchSetting(
    asPreset(),
    "RETAIN_PATIENT_CHARACTERISTICS",
    "keep sex, age (at most 090Y), size, weight and similar attributes",
  ),
  retainFullDates: switchSetting(asPreset(), "RETAIN_FULL_DATES", "keep all dates unchanged"),
  retainModifiedDates: switchSetting(
    asPreset(),
    "RETAIN_MODIFIED_DATES",
    "shift each patient's dates by a secret number of days (default: on, unless dates are kept)",
  ),
  cleanDescriptors: switchSetting(
    asPreset(),
    "CLEAN_DESCRIPTORS",
    "keep those parts of descriptions that contain only known terms of radiology",
  ),
  cleanStructuredContent: switchSetting(
    asPreset(),
    "CLEAN_STRUCTURED_CONTENT",
    "keep codes and numbers of structured content, without its free text",
  ),
  cleanGraphics: switchSetting(
    asPreset(),
    "CLEAN_GRAPHICS",
    "keep graphic annotations, but remove their text",
  ),
  retainSafePrivate: switchSetting(
    asPreset(),
    "RETAIN_SAFE_PRIVATE",
    "keep private elements that PS3.15 lists as safe (table E.3.10-1)",
  ),
};
