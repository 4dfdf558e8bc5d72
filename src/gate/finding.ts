/** What the gate may find in an output, by code. */
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

/** Something in an output that must not be there, or that is missing; never a value. */
export interface Finding {
  readonly code: FindingCode;
  /** A path of attributes in dcmtk's notation, items counted from 0, or a place of the file. */
  readonly place: string;
}

/** Whether a finding is about a file that is damaged, not about whom it shows. */
export function isDamage({ code }: Finding): boolean {
  return code === "PIXEL_LENGTH" || code === "NOT_READABLE";
}

/** A finding in a few words: code and place. */
export function findingText({ code, place }: Finding): string {
  return `${code} at ${place}`;
}

/** `(0008,1030)` */
export function tagText(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
