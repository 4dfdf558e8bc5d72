import iconv from "iconv-lite";
import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";

/** A made-up person, and how his or her name is written down. */
export interface Person {
  /** Of SpecificCharacterSet. */
  readonly term: string;
  /** The same by iconv's name. */
  readonly encoding: string;
  readonly family: string;
  readonly given: string;
}

export const persons: readonly Person[] = [
  { term: "ISO_IR 100", encoding: "iso88591", family: "Sørvik", given: "Ragnhild" },
  { term: "ISO_IR 192", encoding: "utf8", family: "Ωμέγας", given: "Ζήτα" },
  { term: "ISO_IR 144", encoding: "iso88595", family: "Ковалёва", given: "Зоя" },
  { term: "GB18030", encoding: "gb18030", family: "欧阳", given: "小东" },
  { term: "\\ISO 2022 IR 149", encoding: "euckr", family: "Hong", given: "Gildong" },
  { term: "ISO_IR 6", encoding: "ascii", family: "Quimby", given: "Eva" },
];

/** What identifies the patients of all sources, beside their names. */
export const identity = {
  patientID: "MRN-0047119",
  otherID: "8830214",
  birthDate: "19470823",
  address: "Kirkegata 17, 0153 Bergen",
  telephone: "+47 55 90 12 34",
  accession: "RAD20200131-77",
  physician: "Haugland",
  study: "1.2.752.24.7.4711.20200131.1",
  folder: "Export_Quimby_47",
} as const;

const root = "1.2.752.24.7.4711";

/** An MR image whose header holds a person in every way that headers do. */
export function identifiedSource({ term, encoding, family, given }: Person): PlainElement[] {
  const encoded = (tag: number, vr: string, text: string): PlainElement => (
    { tag, vr, value: iconv.encode(text, encoding) }
  );
  return [
    ascii(0x00080005, "CS", term),
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\M"),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `${root}.9.1`),
    ascii(0x00080020, "DA", "20200131"),
    ascii(0x00080030, "TM", "101112"),
    ascii(0x00080050, "SH", identity.accession),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x00080070, "LO", "Synthetic Devices"),
    ascii(0x00080090, "PN", `${identity.physician}^Odd`),
    encoded(0x00081030, "LO", `Head of ${family}`),
    {
      tag: 0x00081140,
      vr: "SQ",
      value: [[
        ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.4"),
        ascii(0x00081155, "UI", `${root}.9.2`),
      ]],
    },
    {
      tag: 0x00082218,
      vr: "SQ",
      value: [[ascii(0x00080100, "SH", "T-D1100"), ascii(0x00080104, "LO", "Head")]],
    },
    encoded(0x00100010, "PN", `${family}^${given}`),
    ascii(0x00100020, "LO", identity.patientID),
    ascii(0x00100030, "DA", identity.birthDate),
    ascii(0x00100040, "CS", "O"),
    ascii(0x00101000, "LO", identity.otherID),
    ascii(0x00101040, "LO", identity.address),
    ascii(0x00102154, "SH", identity.telephone),
    ascii(0x00180020, "CS", "SE"),
    ascii(0x00180050, "DS", "5"),
    ascii(0x00180081, "DS", "101.112"),
    ascii(0x0020000d, "UI", identity.study),
    ascii(0x0020000e, "UI", `${root}.8.1`),
    ascii(0x00200010, "SH", "1"),
    ascii(0x00200013, "IS", "1"),
    ascii(0x00200052, "UI", `${root}.7.1`),
    ...[0x00280010, 0x00280011, 0x00280100].map((tag, at) => (
      { tag, vr: "US", value: Uint8Array.of([4, 4, 8][at] ?? 0, 0) }
    )),
    { tag: 0x00280002, vr: "US", value: Uint8Array.of(1, 0) },
    ascii(0x00280004, "CS", "MONOCHROME2"),
    { tag: 0x7fe00010, vr: "OB", value: Buffer.alloc(16, 7) },
  ];
}
