import { binarySize } from "../../dicom/decode_numbers.ts";

/** How a value of a VR is treated in a private element. */
export type VRKind =
  | "sequence"
  | "uid"
  | "number"
  | "decimal"
  | "text"
  | "bytes"
  | "date"
  | "age"
  | "address";

const kinds: Readonly<Record<string, VRKind>> = {
  SQ: "sequence",
  UI: "uid",
  DS: "decimal",
  IS: "decimal",
  AS: "age",
  CS: "text",
  LO: "text",
  LT: "text",
  SH: "text",
  ST: "text",
  UC: "text",
  UT: "text",
  OB: "bytes",
  OD: "bytes",
  OF: "bytes",
  OL: "bytes",
  OV: "bytes",
  OW: "bytes",
  DA: "date",
  DT: "date",
  TM: "date",
  PN: "address",
  AE: "address",
  UR: "address",
};

/** The kind of a VR; undefined for `UN` and for a text that is not a VR. */
export function vrKind(vr: string): VRKind | undefined {
  return binarySize(vr) === undefined ? kinds[vr] : "number";
}

/** Whether a text is a VR of PS3.5 6.2 with a known format of values, so not `UN`. */
export function isStandardVR(vr: string): boolean {
  return vrKind(vr) !== undefined;
}
