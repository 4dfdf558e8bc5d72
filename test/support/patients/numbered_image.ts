import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";

type Random = (below: number) => number;

/** A number of as many digits, the first of which is not zero. */
export function digits(random: Random, count: number): string {
  return String(1 + random(9)) + Array.from({ length: count - 1 }, () => random(10)).join("");
}

/**
 * An image of a person whose name, identifiers and folder are numbers of 5 to 10 digits, with as
 * many numbers in its measurements, times, UIDs, versions and tables.
 */
export function numberedImage(random: Random): PlainElement[] {
  const number = (): string => digits(random, 5 + random(6));
  const numbers = (count: number): string => Array.from({ length: count }, number).join("\\");
  const uid = (): string => `1.2.${number()}.${number()}.${random(1000)}.${number()}`;
  const bytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => random(4) > 0 ? 0x30 + random(10) : random(256));
  const day = (): string => `20${10 + random(10)}0${1 + random(9)}1${random(10)}`;
  return [
    ascii(0x00080005, "CS", "ISO_IR 100"),
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.128"),
    ascii(0x00080018, "UI", uid()),
    ...[0x00080020, 0x00080021, 0x00080022, 0x00080023].map((tag) => ascii(tag, "DA", day())),
    ...[0x00080030, 0x00080032].map((tag) => ascii(tag, "TM", `101112.${digits(random, 6)}`)),
    ascii(0x0008002a, "DT", `${day()}101112.${digits(random, 6)}`),
    ascii(0x00080050, "SH", number()),
    ascii(0x00080060, "CS", "PT"),
    ascii(0x00080070, "LO", "SIEMENS"),
    ascii(0x00080090, "PN", `${number()}^${number()}`),
    ascii(0x00081090, "LO", `Biograph${10 + random(90)}`),
    {
      tag: 0x00081140,
      vr: "SQ",
      value: [[
        ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.128"),
        ascii(0x00081155, "UI", uid()),
      ]],
    },
    ascii(0x00100010, "PN", `${number()}^${number()}`),
    ascii(0x00100020, "LO", number()),
    ascii(0x00100030, "DA", `19${10 + random(90)}0${1 + random(9)}1${random(10)}`),
    ascii(0x00101000, "LO", numbers(2)),
    ascii(0x00102154, "SH", number()),
    ascii(0x00180050, "DS", `0.${number()}`),
    ascii(0x00180070, "IS", number()),
    ascii(0x00181020, "LO", `VB${10 + random(90)}\\${number()}`),
    ascii(0x00181242, "IS", number()),
    ascii(0x00181405, "IS", number()),
    ascii(0x0020000d, "UI", uid()),
    ascii(0x0020000e, "UI", uid()),
    ascii(0x00200010, "SH", number()),
    ascii(0x00200013, "IS", String(1 + random(2000))),
    ascii(0x00200032, "DS", numbers(3)),
    ascii(0x00200052, "UI", uid()),
    { tag: 0x00280002, vr: "US", value: Uint8Array.of(1, 0) },
    ascii(0x00280004, "CS", "MONOCHROME2"),
    ...[0x00280010, 0x00280011].map((tag) => ({ tag, vr: "US", value: Uint8Array.of(4, 0) })),
    ascii(0x00280030, "DS", numbers(2)),
    { tag: 0x00280100, vr: "US", value: Uint8Array.of(8, 0) },
    ascii(0x00281050, "DS", number()),
    ascii(0x00281052, "DS", `-${number()}`),
    { tag: 0x00281201, vr: "OW", value: bytes(512) },
    {
      tag: 0x00283010,
      vr: "SQ",
      value: [[{ tag: 0x00283006, vr: "OW", value: bytes(256) }]],
    },
    {
      tag: 0x00189087,
      vr: "FD",
      value: Buffer.from(Float64Array.of(Number(number())).buffer),
    },
    {
      tag: 0x00540016,
      vr: "SQ",
      value: [[ascii(0x00181074, "DS", number()), ascii(0x00181075, "DS", number())]],
    },
    ascii(0x00541300, "DS", number()),
    ascii(0x00541321, "DS", numbers(2)),
    { tag: 0x7fe00010, vr: "OB", value: bytes(16) },
  ];
}
