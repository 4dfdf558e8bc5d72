import { isUID } from "../../dicom/transfer_syntax.ts";
import { shiftDates } from "./shift_dates.ts";

const freeTexts = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"]);
const numbers = new Set(["DS", "IS"]);
/** Characters of real numbers, including those of programs that could not compute one (NaN). */
const numeric = /^(?:[\d+.,Ee\\\s\0()-]|#?[qs]?nan|#?inf(?:inity)?|#?ind)*$/i;
const dates = new Set(["DA", "DT", "TM"]);

/** A value, the VR it is written with, and the one that PS3.6 gives its attribute. */
export interface WrittenValue {
  readonly vr: string;
  readonly expected: string;
  /** All values joined by `\`; undefined for what is too long to be text. */
  readonly text: () => string | undefined;
}

/**
 * Whether a value fits the VR of its attribute, as far as a wrong value could name a person: there
 * is no free text in the place of numbers, codes, dates or UIDs, and numbers, dates and UIDs are
 * valid. Very long lists of numbers (contours) are not checked.
 */
export function obeysVR({ vr, expected, text }: WrittenValue): boolean {
  if (freeTexts.has(vr) && !numbers.has(expected)) {
    return freeTexts.has(expected) || expected === "UN";
  }
  if (vr === "UI" || expected === "UI") {
    return text()?.split("\\").every((uid) => uid === "" || isUID(uid)) ?? false;
  }
  if (numbers.has(vr) || numbers.has(expected)) return numeric.test(text() ?? "");
  const date = [vr, expected].find((one) => dates.has(one));
  return date === undefined || isDate(date, text());
}

/** Whether a value of VR DA, DT or TM is valid. */
export function isDate(vr: string, text: string | undefined): boolean {
  return text !== undefined && shiftDates(vr, text, 0) !== undefined;
}
