import { withoutPadding } from "../dicom/without_padding.ts";

/** The values of an element without padding; empty values are omitted. */
export function valuesIn(text: string): string[] {
  return text.split("\\").map(withoutPadding).filter((value) => value !== "");
}
