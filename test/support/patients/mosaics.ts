import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";
import { csaImageHeader, csaSeriesHeader, doubles, insideCSA, slices } from "./csa_headers.ts";

/** How slices lie: along rows, along columns, from the first slice to the last one. */
export interface Orientation {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly normal: readonly number[];
}

export const orientations: Readonly<Record<string, Orientation>> = {
  axial: { rows: [1, 0, 0], columns: [0, 1, 0], normal: [0, 0, 1] },
  "axial, head first": { rows: [1, 0, 0], columns: [0, 1, 0], normal: [0, 0, -1] },
  oblique: { rows: [1, 0, 0], columns: [0, 0.8, 0.6], normal: [0, -0.6, 0.8] },
  coronal: { rows: [1, 0, 0], columns: [0, 0, -1], normal: [0, 1, 0] },
  sagittal: { rows: [0, 1, 0], columns: [0, 0, -1], normal: [-1, 0, 0] },
};

/** A diffusion series: a volume without diffusion weighting, and two with. */
export const weightings: readonly (readonly [b: number, direction: readonly number[]])[] = [
  [0, []],
  [1000, [1, 0, 0]],
  [1000, [0, 0.6, 0.8]],
];
const [tile, perSide] = [16, 2];

/** The volumes of a series of mosaics, as Siemens scanners (syngo MR B17) write them. */
export function siemensMosaics(lies: Orientation): PlainElement[][] {
  return weightings.map(([b, direction], at) => [
    ...mosaic("1.3.12.2.1107.5.2.32.35131", at, b, lies),
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\ND\\MOSAIC"),
    ascii(0x00080070, "LO", "SIEMENS"),
    ascii(0x00081090, "LO", "TrioTim"),
    ascii(0x00181020, "LO", "syngo MR B17"),
    ascii(0x00190010, "LO", "SIEMENS MR HEADER"),
    { tag: 0x0019100a, vr: "US", value: Uint8Array.of(slices, 0) },
    ascii(0x0019100c, "IS", String(b)),
    ascii(0x0019100d, "CS", b > 0 ? "DIRECTIONAL" : "NONE"),
    ...(b > 0 ? [{ tag: 0x0019100e, vr: "FD", value: doubles(direction) }] : []),
    { tag: 0x00191028, vr: "FD", value: doubles([19.53]) },
    { tag: 0x00191029, vr: "FD", value: doubles([0, 1500, 750, 2250]) },
    ascii(0x00290010, "LO", "SIEMENS CSA HEADER"),
    ascii(0x00291008, "CS", "IMAGE NUM 4"),
    { tag: 0x00291010, vr: "OB", value: csaImageHeader(b, direction, lies.normal) },
    ascii(0x00291018, "CS", "MR"),
    { tag: 0x00291020, vr: "OB", value: csaSeriesHeader() },
    ascii(0x00510010, "LO", "SIEMENS MR HEADER"),
    ascii(0x0051100b, "LO", "16p*16"),
  ]);
}

/** The same as scanners of United Imaging write it: a grid whose frames have a sequence. */
export function uihMosaics(lies: Orientation): PlainElement[][] {
  return weightings.map(([b, direction], at) => [
    ...mosaic("1.2.156.112605.1", at, b, lies),
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\M\\VFRAME\\DIFFUSION"),
    ascii(0x00080070, "LO", "UIH"),
    ascii(0x00081090, "LO", "uMR 780"),
    ascii(0x00180024, "SH", "epi_dwi"),
    ascii(0x00181020, "LO", "V10"),
    ascii(0x00650010, "LO", "Image Private Header"),
    { tag: 0x00651009, vr: "FD", value: doubles([b]) },
    ...(b > 0 ? [{ tag: 0x00651037, vr: "FD", value: doubles(direction) }] : []),
    ascii(0x00651050, "DS", String(slices)),
    {
      tag: 0x00651051,
      vr: "SQ",
      value: Array.from({ length: slices }, (_, slice) => [
        ascii(0x00080022, "DA", "20140310"),
        ascii(0x00080032, "TM", `13225${at}.${slice}00000`),
        ascii(0x00200032, "DS", lies.normal.map((one) => -16 + one * slice * 3).join("\\")),
      ]),
    },
  ]);
}

/** Attributes and pixels of a mosaic, each tile with values of its own. */
function mosaic(
  root: string,
  volume: number,
  b: number,
  { rows, columns }: Orientation,
): PlainElement[] {
  const size = tile * perSide;
  const pixels = Uint16Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    const slice = Math.floor(row / tile) * perSide + Math.floor(column / tile);
    return 100 * (slice + 1) + (row % tile) * 5 + (column % tile) + volume * 1000;
  });
  const us = (tag: number, value: number): PlainElement => (
    { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) }
  );
  return [
    ascii(0x00080005, "CS", "ISO_IR 100"),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `${root}.9.${volume + 1}`),
    ...[0x00080020, 0x00080021, 0x00080022, 0x00080023].map((tag) => ascii(tag, "DA", "20140310")),
    ...[0x00080030, 0x00080031].map((tag) => ascii(tag, "TM", "132200")),
    ...[0x00080032, 0x00080033].map((tag) => ascii(tag, "TM", `13225${volume}.000000`)),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x0008103e, "LO", "ep2d_diff"),
    ascii(0x00100010, "PN", "Quimby^Eva"),
    ascii(0x00100020, "LO", "QX-4711"),
    ascii(0x00180020, "CS", "EP"),
    ascii(0x00180021, "CS", "SK\\SP"),
    ascii(0x00180022, "CS", "PFP\\FS"),
    ascii(0x00180023, "CS", "2D"),
    ascii(0x00180024, "SH", `*ep_b${b}`),
    ascii(0x00180050, "DS", "3"),
    ascii(0x00180080, "DS", "3000"),
    ascii(0x00180081, "DS", "90"),
    ascii(0x00180087, "DS", "3"),
    ascii(0x00180088, "DS", "3"),
    ascii(0x00181000, "LO", insideCSA.serialNumber),
    ascii(0x00181312, "CS", "COL"),
    ascii(0x00185100, "CS", "HFS"),
    ascii(0x0020000d, "UI", `${root}.1`),
    ascii(0x0020000e, "UI", `${root}.2`),
    ascii(0x00200011, "IS", "5"),
    ascii(0x00200012, "IS", String(volume + 1)),
    ascii(0x00200013, "IS", String(volume + 1)),
    ascii(0x00200032, "DS", "-32\\-32\\0"),
    ascii(0x00200037, "DS", [...rows, ...columns].join("\\")),
    ascii(0x00200052, "UI", `${root}.3`),
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    us(0x00280010, size),
    us(0x00280011, size),
    ascii(0x00280030, "DS", "2\\2"),
    us(0x00280100, 16),
    us(0x00280101, 12),
    us(0x00280102, 11),
    us(0x00280103, 0),
    { tag: 0x7fe00010, vr: "OW", value: Buffer.from(pixels.buffer) },
  ];
}
