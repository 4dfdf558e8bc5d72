import { z } from "zod";
import { switchSetting } from "./setting_meta.ts";

const onOrOff = z.union([z.boolean(), z.stringbool()], "is not true or false");
/** One that is not given is as the preset has it. */
const asPreset = (): z.ZodOptional<typeof onOrOff> => onOrOff.optional();

/** The options of the confidentiality profile (PS3.15 E.3), each a switch. */
export const profileSettings = {
  retainUids: switchSetting(asPreset(), "RETAIN_UIDS", "keep the UIDs of studies and instances"),
  retainDeviceIdentity: switchSetting(
    asPreset(),
    "RETAIN_DEVICE_IDENTITY",
    "keep serial numbers and names of devices",
  ),
  retainInstitutionIdentity: switchSetting(
    asPreset(),
    "RETAIN_INSTITUTION_IDENTITY",
    "keep names and addresses of institutions",
  ),
  retainPatientCharacteristics: switchSetting(
    asPreset(),
    "RETAIN_PATIENT_CHARACTERISTICS",
    "keep sex, age (at most 090Y), size, weight and the like",
  ),
  retainFullDates: switchSetting(asPreset(), "RETAIN_FULL_DATES", "keep all dates as they are"),
  retainModifiedDates: switchSetting(
    asPreset(),
    "RETAIN_MODIFIED_DATES",
    "move each patient's dates by a secret number of days; on, unless dates are kept or removed",
  ),
  cleanDescriptors: switchSetting(
    asPreset(),
    "CLEAN_DESCRIPTORS",
    "keep descriptions whose words all belong to radiology",
  ),
  cleanStructuredContent: switchSetting(
    asPreset(),
    "CLEAN_STRUCTURED_CONTENT",
    "keep the codes and numbers of structured content",
  ),
  cleanGraphics: switchSetting(
    asPreset(),
    "CLEAN_GRAPHICS",
    "keep graphic annotations without their texts",
  ),
  retainSafePrivate: switchSetting(
    asPreset(),
    "RETAIN_SAFE_PRIVATE",
    "keep the private elements that the standard lists as safe",
  ),
};
