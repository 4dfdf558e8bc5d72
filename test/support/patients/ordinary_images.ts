import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";
import { parseElements } from "../dicom/parse_elements.ts";

/** An image as a scanner writes it. */
export interface OrdinaryImage {
  readonly name: string;
  readonly elements: readonly PlainElement[];
}

/** What all have, with attributes without a value as scanners leave them. */
const common = `
00080005 CS ISO_IR 100
00080020 DA 20190401
00080021 DA 20190401
00080022 DA
00080023 DA 20190401
00080030 TM 091530.125000
00080033 TM 091531.98
00080050 SH
00080080 LO
00080081 ST
00080090 PN
00081040 LO
00081050 PN
00081060 PN
00081070 PN
00081080 LO
00081120 SQ
00081140 SQ
00100021 LO
00100030 DA 19550321
00100032 TM
00100040 CS M
00101000 LO
00101010 AS 064Y
00101020 DS
00101030 DS 70
00102160 SH
001021b0 LT
001021c0 US 4
00104000 LT
00181000 LO
00181012 DA
00181014 TM
00181016 LO
00181018 LO
00181019 LO
00181200 DA
00200010 SH
00200011 IS 2
00200012 IS 1
00200013 IS 17
00200052 UI 1.2.826.0.1.3680043.2.1125.7.7
00280301 CS
00281055 LO
00321032 PN
00321060 LO
00400244 DA 20190401
00400260 SQ
>00080100 SH UMRKSK
>00080102 SH L
>00080104 LO MR Schaedel
00400275 SQ
>00080100 SH 4711
>00080102 SH 99SITE
>00080104 LO Kopf nativ
>00400007 LO
>00400009 SH
00402400 LT
`;
const pixels = `
00280002 US 1
00280004 CS MONOCHROME2
00280010 US 4
00280011 US 4
00280030 DS 0.48828125\\0.48828125
00280100 US 16
00280101 US 12
00280102 US 11
00280103 US 0
00281050 DS 2048
00281051 DS 4095
`;
const withoutPixels = /RT (structure set|plan)/;
const table = Deno.readTextFileSync(new URL("./ordinary_images.txt", import.meta.url));

/**
 * Headers of CT, MR, PT, CR, DX, MG and RT objects of several makers: empty attributes, private
 * blocks, local codes. `person` is their patient, as PatientName and PatientID.
 */
export function ordinaryImages(person: readonly [name: string, id: string]): OrdinaryImage[] {
  const parts = table.split(/^= /m).slice(1);
  return parts.map((part, at) => {
    const [name = "", ...lines] = part.split("\n");
    const size = Buffer.alloc(32, at);
    const elements = new Map([
      ...parseElements(common.split("\n")),
      ...(withoutPixels.test(name) ? [] : parseElements(pixels.split("\n"))),
      ...parseElements(lines),
      ...identifiers(person, at),
      ...(withoutPixels.test(name) ? [] : [{ tag: 0x7fe00010, vr: "OW", value: size }]),
    ].map((element) => [element.tag, element]));
    return { name, elements: [...elements.values()] };
  });
}

function identifiers([name, id]: readonly [string, string], at: number): PlainElement[] {
  const root = "1.2.826.0.1.3680043.2.1125.1";
  return [
    ascii(0x00080018, "UI", `${root}.${at}.3`),
    ascii(0x0020000d, "UI", `${root}.${at}.1`),
    ascii(0x0020000e, "UI", `${root}.${at}.2`),
    { tag: 0x00100010, vr: "PN", value: Buffer.from(name, "latin1") },
    ascii(0x00100020, "LO", id),
  ];
}
