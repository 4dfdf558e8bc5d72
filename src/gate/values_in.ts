import { withoutPadding } from "../dicom/without_padding.ts";

/** The values of an element, without what pads them; empty ones are left out. */
export function valuesIn(text: string): string[] {
  return text.split("\\").map(withoutPadding).filter((value) => value !== "");
}
