/** The codes of what the gate can find in an output. */
export const findingCodes = [
  "NAME",
  "IDENTIFIER",
  "BIRTH_DATE",
  "ADDRESS",
  "TELEPHONE",
  "FOLDER_NAME",
  "INSTITUTION",
  "PATIENT",
  "UID",
  "DATE",
  "TYPE_1",
  "PIXEL_LENGTH",
  "NOT_READABLE",
] as const;

export type FindingCode = typeof findingCodes[number];

/** Something that must not be in an output, or that is missing from it. Never holds a value. */
export interface Finding {
  readonly code: FindingCode;
  /**
   * A path of attributes in dcmtk's notation (items counted from 0), or the name of a part of the
   * file.
   */
  readonly place: string;
}

/** Whether a finding says that the file is damaged rather than that it identifies someone. */
export function isDamage({ code }: Finding): boolean {
  return code === "PIXEL_LENGTH" || code === "NOT_READABLE";
}

/** A finding as text: its code and place. */
export function findingText({ code, place }: Finding): string {
  return `${code} at ${place}`;
}

/** Describes findings in one sentence that contains no values. */
export function findingsText(findings: readonly Finding[]): string {
  const shown = findings.slice(0, 5).map(findingText).join("; ");
  return `the gate found in the output: ${shown}${findings.length > 5 ? "; …" : ""}`;
}

/** `(0008,1030)` */
export function tagText(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
