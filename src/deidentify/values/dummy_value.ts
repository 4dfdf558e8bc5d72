import { smallBytes, textBytes } from "../../dicom/small_bytes.ts";

const texts: Readonly<Record<string, string>> = {
  AE: "ANONYMOUS",
  AS: "000Y",
  CS: "ANONYMOUS",
  DA: "19000101",
  DS: "0",
  DT: "19000101000000",
  IS: "0",
  LO: "Anonymized",
  LT: "Anonymized",
  PN: "Anonymized^Anonymized",
  SH: "Anonymized",
  ST: "Anonymized",
  TM: "000000",
  UC: "Anonymized",
  UI: "2.25.0",
  UR: "about:blank",
  UT: "Anonymized",
};

const sizes: Readonly<Record<string, number>> = {
  OB: 2,
  OW: 2,
  SS: 2,
  UN: 2,
  US: 2,
  AT: 4,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

/** A valid value for a VR (PS3.5 6.2) that contains no information, in little endian. */
export function dummyValue(vr: string): Uint8Array {
  const text = texts[vr];
  return text === undefined ? smallBytes(sizes[vr] ?? 2) : textBytes(text);
}

/** Numbers whose count an attribute may fix (PS3.6 VM), such as the two of a point. */
const counted = new Set(["AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"]);

const mostBytes = 1 << 20;

/** A dummy for numbers: as many zeros as the value has numbers; for other values one dummy. */
export function dummyNumbers(vr: string, length: number): Uint8Array {
  const size = sizes[vr] ?? 2;
  const isWhole = counted.has(vr) && length > 0 && length % size === 0 && length <= mostBytes;
  return isWhole ? new Uint8Array(length) : dummyValue(vr);
}
