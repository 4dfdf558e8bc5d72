import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";

const size = 16;
/** The slices of a volume. */
export const slices = 4;

export const root = "1.2.826.0.1.3680043.9.77";

/** A volume without diffusion weighting, and two with. */
export const diffusions: readonly (readonly [b: number, direction: readonly number[]])[] = [
  [0, [0, 0, 0]],
  [1000, [1, 0, 0]],
  [1000, [0, 0.6, 0.8]],
];

export type Make = (
  volume: number,
  slice: number,
  diffusion: (typeof diffusions)[number],
) => PlainElement[];

export function eachSlice(make: Make): PlainElement[][] {
  return diffusions.flatMap((diffusion, volume) =>
    Array.from({ length: slices }, (_, slice) => make(volume, slice, diffusion))
  );
}

/** One slice, with pixels of its own. */
export function image(maker: string, model: string, volume: number, slice: number): PlainElement[] {
  const pixels = Uint16Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return 100 * (slice + 1) + row * 5 + column + volume * 1000;
  });
  const us = (tag: number, value: number): PlainElement => (
    { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) }
  );
  const number = volume * slices + slice + 1;
  return [
    ascii(0x00080005, "CS", "ISO_IR 100"),
    ascii(0x00080008, "CS", "ORIGINAL\\PRIMARY\\M_SE\\M\\SE"),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `${root}.9.${number}`),
    ...[0x00080020, 0x00080021, 0x00080022, 0x00080023].map((tag) => ascii(tag, "DA", "20140310")),
    ...[0x00080030, 0x00080031, 0x00080032, 0x00080033].map((tag) => ascii(tag, "TM", "132200")),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x00080070, "LO", maker),
    ascii(0x00081090, "LO", model),
    ascii(0x00100010, "PN", "Quimby^Eva"),
    ascii(0x00100020, "LO", "QX-4711"),
    ascii(0x00180020, "CS", "EP"),
    ascii(0x00180021, "CS", "NONE"),
    ascii(0x00180023, "CS", "2D"),
    ascii(0x00180050, "DS", "3"),
    ascii(0x00180080, "DS", "3000"),
    ascii(0x00180081, "DS", "90"),
    ascii(0x00180087, "DS", "3"),
    ascii(0x00180088, "DS", "3"),
    ascii(0x00181312, "CS", "COL"),
    ascii(0x00185100, "CS", "HFS"),
    ascii(0x0020000d, "UI", `${root}.1`),
    ascii(0x0020000e, "UI", `${root}.2`),
    ascii(0x00200011, "IS", "5"),
    ascii(0x00200012, "IS", "1"),
    ascii(0x00200013, "IS", String(number)),
    ascii(0x00200032, "DS", `-32\\-32\\${slice * 3}`),
    ascii(0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
    ascii(0x00200052, "UI", `${root}.3`),
    ascii(0x00201041, "DS", String(slice * 3)),
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
