import { Buffer } from "node:buffer";

/** The slices of a volume, and the tiles of its mosaic. */
export const slices = 4;

/** What is in CSA headers beside numbers: UIDs of other images, in them serial number and date. */
export const insideCSA = {
  /** Of the image header, by ReferencedImageSequence. */
  uid: "1.3.12.2.1107.5.2.32.35131.2014031013225466789",
  /** Of the protocol in the series header. */
  protocolUID: "1.3.12.2.1107.5.2.32.35131.2014031013101112131",
  serialNumber: "35131",
  date: "20140310",
} as const;

export function csaImageHeader(
  b: number,
  direction: readonly number[],
  normal: readonly number[],
): Uint8Array {
  return csa([
    ["NumberOfImagesInMosaic", "US", [String(slices)]],
    ["SliceNormalVector", "FD", normal.map((one) => one.toFixed(8))],
    ["B_value", "IS", [String(b)]],
    ["DiffusionGradientDirection", "FD", direction.map((one) => one.toFixed(8))],
    ["BandwidthPerPixelPhaseEncode", "FD", ["19.53000000"]],
    ["MosaicRefAcqTimes", "FD", ["0.0", "1500.0", "750.0", "2250.0"]],
    ["PhaseEncodingDirectionPositive", "IS", ["1"]],
    ["ReferencedImageSequence", "UI", ["1.2.840.10008.5.1.4.1.1.4", insideCSA.uid]],
  ]);
}

export function csaSeriesHeader(): Uint8Array {
  const protocol = [
    "### ASCCONV BEGIN ###",
    `tReferenceImage0 = "${insideCSA.protocolUID}"`,
    `sSliceArray.lSize = ${slices}`,
    "sKSpace.lBaseResolution = 16",
    "### ASCCONV END ###",
    "",
  ].join("\n");
  return csa([
    ["UsedPatientWeight", "IS", ["81      "]],
    ["MrPhoenixProtocol", "UN", [protocol]],
  ]);
}

export type Entry = readonly [name: string, vr: string, values: readonly string[]];

/** A CSA header of the second kind (`SV10`), little endian. */
export function csa(entries: readonly Entry[]): Uint8Array {
  const head = Buffer.concat([
    Buffer.from("SV10\x04\x03\x02\x01", "latin1"),
    int32(entries.length, 77),
  ]);
  return Buffer.concat([
    head,
    ...entries.flatMap(([name, vr, values]) => {
      const names = Buffer.alloc(64);
      names.write(name, "latin1");
      const type = Buffer.alloc(4);
      type.write(vr, "latin1");
      const count = values.length === 0 ? 0 : Math.max(6, values.length);
      return [
        names,
        int32(values.length),
        type,
        int32(0, count, 77),
        ...Array.from({ length: count }, (_, at) => item(values[at])),
      ];
    }),
  ]);
}

export function item(value: string | undefined): Uint8Array {
  const text = Buffer.from(value === undefined ? "" : `${value}\0`, "latin1");
  const padding = Buffer.alloc((4 - text.length % 4) % 4);
  return Buffer.concat([int32(text.length, text.length, 77, text.length), text, padding]);
}

export function int32(...values: readonly number[]): Uint8Array {
  return Buffer.from(Int32Array.from(values).buffer);
}

export function doubles(values: readonly number[]): Uint8Array {
  return Buffer.from(Float64Array.from(values).buffer);
}
