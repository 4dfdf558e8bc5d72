import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";
import {
  type Code,
  code,
  coded,
  container,
  contains,
  date,
  dateTime,
  dcm,
  type Item,
  mark,
  mm,
  number,
  person,
  reference,
  sequence,
  text,
  uid,
} from "./report_items.ts";

/** A report with the content of a root container. */
function report(sopClass: string, title: Code, template: string, items: Item[]): PlainElement[] {
  const root = "1.2.826.0.1.3680043.9.78";
  return [
    ascii(0x00080005, "CS", "ISO_IR 192"),
    ascii(0x00080016, "UI", sopClass),
    ascii(0x00080018, "UI", `${root}.9`),
    ...[0x00080020, 0x00080023].map((tag) => ascii(tag, "DA", "20200131")),
    ...[0x00080030, 0x00080033].map((tag) => ascii(tag, "TM", "101112")),
    ascii(0x00080050, "SH", `${mark}17`),
    ascii(0x00080060, "CS", "SR"),
    ascii(0x00080070, "LO", "ACME"),
    ascii(0x00080090, "PN", ""),
    sequence(0x00081111),
    ascii(0x00100010, "PN", `${mark}^JANE`),
    ascii(0x00100020, "LO", `${mark}4711`),
    ascii(0x00100030, "DA", "19610417"),
    ascii(0x00100040, "CS", "F"),
    ascii(0x0020000d, "UI", `${root}.1`),
    ascii(0x0020000e, "UI", `${root}.2`),
    ascii(0x00200010, "SH", "1"),
    ascii(0x00200011, "IS", "1"),
    ascii(0x00200013, "IS", "1"),
    ascii(0x0040a040, "CS", "CONTAINER"),
    coded(0x0040a043, title),
    ascii(0x0040a050, "CS", "SEPARATE"),
    sequence(0x0040a372),
    sequence(0x0040a375, [
      ascii(0x0020000d, "UI", `${root}.1`),
      sequence(0x00081115, [ascii(0x0020000e, "UI", `${root}.4`), reference(`${root}.5`)]),
    ]),
    ascii(0x0040a491, "CS", "COMPLETE"),
    ascii(0x0040a493, "CS", "UNVERIFIED"),
    sequence(0x0040a504, [ascii(0x00080105, "CS", "DCMR"), ascii(0x0040db00, "CS", template)]),
    contains(...items),
  ];
}

/** Observer and subject (TID 1001): all that names someone. */
const context: readonly Item[] = [
  code("HAS OBS CONTEXT", dcm("121005", "Observer Type"), dcm("121006", "Person")),
  person(dcm("121008", "Person Observer Name"), `${mark}^Physician`),
  text("HAS OBS CONTEXT", dcm("121013", "Device Observer Name"), "CT 1"),
  text("HAS OBS CONTEXT", dcm("121016", "Device Observer Serial Number"), "64"),
  uid("HAS OBS CONTEXT", dcm("121012", "Device Observer UID"), "1.2.826.0.1.3680043.9.78.3"),
  person(dcm("121029", "Subject Name"), `${mark}^JANE`),
  text("HAS OBS CONTEXT", dcm("121030", "Subject ID"), "chest 12"),
  date(dcm("121031", "Subject Birth Date"), "19610417"),
  code("HAS OBS CONTEXT", dcm("121032", "Subject Sex"), dcm("F", "Female")),
];

/** A measurement report (TID 1500) with a group of volumetric measurements (TID 1411). */
export function measurementReport(): PlainElement[] {
  const lung: Code = ["39607008", "SCT", "Lung"];
  const polyline: Item = [
    ascii(0x0040a010, "CS", "INFERRED FROM"),
    ascii(0x0040a040, "CS", "SCOORD"),
    { tag: 0x00700022, vr: "FL", value: Buffer.from(Float32Array.of(1.5, 2.5, 3.5, 4.5).buffer) },
    ascii(0x00700023, "CS", "POLYLINE"),
    contains([
      ascii(0x0040a010, "CS", "SELECTED FROM"),
      ascii(0x0040a040, "CS", "IMAGE"),
      reference("1.2.826.0.1.3680043.9.78.5"),
    ]),
  ];
  return report(
    "1.2.840.10008.5.1.4.1.1.88.34",
    dcm("126000", "Imaging Measurement Report"),
    "1500",
    [
      code("HAS CONCEPT MOD", dcm("121049", "Language of Content Item and Descendants"), [
        "en-US",
        "RFC5646",
        "English (United States)",
      ]),
      ...context,
      code("HAS CONCEPT MOD", dcm("121058", "Procedure reported"), [
        "25045-6",
        "LN",
        "CT unspecified body region",
      ]),
      container(
        dcm("126010", "Imaging Measurements"),
        "1500",
        container(
          dcm("125007", "Measurement Group"),
          "1411",
          text("HAS OBS CONTEXT", dcm("112039", "Tracking Identifier"), `${mark} nodule`),
          uid(
            "HAS OBS CONTEXT",
            dcm("112040", "Tracking Unique Identifier"),
            "1.2.826.0.1.3680043.9.78.6",
          ),
          code("CONTAINS", dcm("121071", "Finding"), ["27925004", "SCT", "Nodule"]),
          code("HAS CONCEPT MOD", ["363698007", "SCT", "Finding Site"], lung),
          number(["410668003", "SCT", "Length"], "12.5", mm, contains(polyline)),
          number(["118565006", "SCT", "Volume"], "1017.9", ["mm3", "UCUM", "cubic millimeter"]),
          number(["RNU0", "IBSI", "Morphological feature - Volume"], "1017.9", [
            "mm3",
            "UCUM",
            "mm3",
          ]),
          text("CONTAINS", dcm("121106", "Comment"), `lesion of the lung, seen by Dr. ${mark}`),
        ),
      ),
    ],
  );
}

/** A CT dose report (TID 10011). */
export function ctDoseReport(): PlainElement[] {
  return report(
    "1.2.840.10008.5.1.4.1.1.88.67",
    dcm("113701", "X-Ray Radiation Dose Report"),
    "10011",
    [
      code("HAS CONCEPT MOD", dcm("121058", "Procedure reported"), ["77477000", "SCT", "CT"]),
      ...context,
      dateTime(dcm("113809", "Start of X-Ray Irradiation"), "20200131101112"),
      container(
        dcm("113819", "CT Acquisition"),
        "10013",
        text("CONTAINS", dcm("125203", "Acquisition Protocol"), `abdomen ${mark}`),
        code("CONTAINS", dcm("123014", "Target Region"), ["818981001", "SCT", "Abdomen"]),
        uid("CONTAINS", dcm("113769", "Irradiation Event UID"), "1.2.826.0.1.3680043.9.78.7"),
        number(dcm("113830", "Mean CTDIvol"), "8.74", ["mGy", "UCUM", "mGy"]),
        number(dcm("113838", "DLP"), "412.6", ["mGy.cm", "UCUM", "mGy.cm"]),
        number(dcm("113734", "X-Ray Tube Current"), "210", ["mA", "UCUM", "mA"]),
      ),
    ],
  );
}

/** A dose report of projection X-ray (TID 10001). */
export function xrayDoseReport(): PlainElement[] {
  return report(
    "1.2.840.10008.5.1.4.1.1.88.67",
    dcm("113701", "X-Ray Radiation Dose Report"),
    "10001",
    [
      ...context,
      container(
        dcm("113706", "Irradiation Event X-Ray Data"),
        "10003",
        code("CONTAINS", dcm("113764", "Acquisition Plane"), dcm("113622", "Single Plane")),
        number(dcm("122130", "Dose Area Product"), "0.000123", ["Gy.m2", "UCUM", "Gy.m2"]),
        number(dcm("113738", "Dose (RP)"), "0.0041", ["Gy", "UCUM", "Gy"]),
        number(dcm("113733", "KVP"), "81.2", ["kV", "UCUM", "kV"]),
        text("CONTAINS", dcm("121106", "Comment"), `no complications, ${mark}`),
      ),
    ],
  );
}
