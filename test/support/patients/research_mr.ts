import { Buffer } from "node:buffer";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";
import { doubles, floats, sequence } from "./binary_values.ts";
import { diffusions, eachSlice, image, root, slices } from "./research_image.ts";

// diffusion series of Philips and GE, as their scanners write them

/**
 * Philips' scale slope and intercept: the signal is (pixel × RescaleSlope + RescaleIntercept) /
 * (RescaleSlope × slope).
 */
export const philipsScale = { slope: 0.0125, intercept: 0, rescaleSlope: 2.5 } as const;

/** What of each row nobody lists as safe; it must not leave. */
export const notListed = "ZQXJ protocol";

/** A series of single images of Philips (MR Image Storage). */
export function philipsImages(): PlainElement[][] {
  return eachSlice((volume, slice, [b, direction]) => [
    ...image("Philips", "Ingenia", volume, slice),
    ascii(0x00281052, "DS", "0"),
    ascii(0x00281053, "DS", String(philipsScale.rescaleSlope)),
    ...(b > 0 ? [{ tag: 0x00189089, vr: "FD", value: doubles(direction) }] : []),
    ascii(0x20010010, "LO", "Philips Imaging DD 001"),
    { tag: 0x20011003, vr: "FL", value: floats([b]) },
    ascii(0x20011004, "CS", b > 0 ? "O" : "I"),
    ascii(0x2001100a, "IS", String(slice + 1)),
    ascii(0x2001100b, "CS", "TRANSVERSAL"),
    { tag: 0x20011018, vr: "SL", value: Buffer.from(Int32Array.of(slices).buffer) },
    ascii(0x20011020, "LO", notListed),
    ascii(0x20050010, "LO", "Philips MR Imaging DD 001"),
    { tag: 0x2005100d, vr: "FL", value: floats([philipsScale.intercept]) },
    { tag: 0x2005100e, vr: "FL", value: floats([philipsScale.slope]) },
    ascii(0x20051035, "CS", "PIXEL"),
  ]);
}

/** The same in one object of Enhanced MR Image Storage. */
export function philipsEnhanced(): PlainElement[] {
  const frames = eachSlice((volume, slice, [b, direction]) => frame(volume, slice, b, direction));
  const [first = []] = philipsImages();
  const perImage = new Set([
    0x00080018,
    0x00200013,
    0x00200032,
    0x00200037,
    0x00201041,
    0x00280030,
    0x00281052,
    0x00281053,
    0x00189089,
    0x00180050,
    0x00180088,
    0x7fe00010,
  ]);
  const common = first.filter(({ tag }) => !perImage.has(tag) && tag >>> 16 < 0x2001);
  const pixels = philipsImages().map((one) => one.find(({ tag }) => tag === 0x7fe00010)?.value);
  return [
    ...common.filter(({ tag }) => tag !== 0x00080016),
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4.1"),
    ascii(0x00080018, "UI", `${root}.9.100`),
    ascii(0x00280008, "IS", String(frames.length)),
    sequence(0x52009229, [
      sequence(0x00209116, [ascii(0x00200037, "DS", "1\\0\\0\\0\\1\\0")]),
      sequence(0x00289110, [
        ascii(0x00180050, "DS", "3"),
        ascii(0x00180088, "DS", "3"),
        ascii(0x00280030, "DS", "2\\2"),
      ]),
    ]),
    sequence(0x52009230, ...frames),
    { tag: 0x7fe00010, vr: "OW", value: Buffer.concat(pixels.map((one) => one as Uint8Array)) },
  ];
}

function frame(
  volume: number,
  slice: number,
  b: number,
  direction: readonly number[],
): PlainElement[] {
  const sign = b > 0 ? "DIRECTIONAL" : "NONE";
  return [
    sequence(0x00189117, [
      ascii(0x00189075, "CS", sign),
      { tag: 0x00189087, vr: "FD", value: doubles([b]) },
      ...(b > 0
        ? [sequence(0x00189076, [{ tag: 0x00189089, vr: "FD", value: doubles(direction) }])]
        : []),
    ]),
    sequence(0x00209111, [
      { tag: 0x00209057, vr: "UL", value: Uint8Array.of(slice + 1, 0, 0, 0) },
      ascii(0x00209056, "SH", "1"),
      {
        tag: 0x00209157,
        vr: "UL",
        value: Buffer.from(Uint32Array.of(1, slice + 1, volume + 1).buffer),
      },
    ]),
    sequence(0x00209113, [ascii(0x00200032, "DS", `-32\\-32\\${slice * 3}`)]),
    sequence(0x00289145, [
      ascii(0x00281052, "DS", "0"),
      ascii(0x00281053, "DS", String(philipsScale.rescaleSlope)),
      ascii(0x00281054, "LO", "US"),
    ]),
    ascii(0x20050014, "LO", "Philips MR Imaging DD 005"),
    sequence(0x2005140f, [
      ascii(0x00080018, "UI", `${root}.9.1.${volume}.${slice}`),
      ascii(0x00181030, "LO", notListed),
      ascii(0x20050010, "LO", "Philips MR Imaging DD 001"),
      { tag: 0x2005100d, vr: "FL", value: floats([philipsScale.intercept]) },
      { tag: 0x2005100e, vr: "FL", value: floats([philipsScale.slope]) },
      ascii(0x20051035, "CS", "PIXEL"),
    ]),
  ];
}

/** A series of single images of GE; its gradient directions are in elements that no table lists. */
export function geImages(): PlainElement[][] {
  return eachSlice((volume, slice, [, direction]) => [
    ...image("GE MEDICAL SYSTEMS", "DISCOVERY MR750", volume, slice),
    ascii(0x00190010, "LO", "GEMS_ACQU_01"),
    ascii(0x0019109e, "LO", "EPI2"),
    ...direction.map((one, axis) => ascii(0x001910bb + axis, "DS", String(one))),
    ascii(0x00190011, "LO", "SOMEBODY ELSE"),
    ascii(0x0019111e, "LO", notListed),
    ascii(0x00430010, "LO", "GEMS_PARM_01"),
    ascii(0x00431027, "SH", "/1.0:1"),
    ascii(0x00431039, "IS", geBValues[volume] ?? ""),
  ]);
}

/** How GE writes b-values: (0043,xx39), the first number modulo 10⁹. */
export const geBValues: readonly string[] = diffusions.map(([b]) =>
  `${b > 0 ? 1_000_000_000 + b : 0}\\8\\0\\0`
);
