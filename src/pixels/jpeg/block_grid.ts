import type { JpegComponent, JpegScan, JpegStream } from "./jpeg_stream.ts";

/** The ranges of columns that are redacted in each row of an image. */
export type RedactedRows = readonly (readonly RedactedRange[])[];

interface RedactedRange {
  readonly left: number;
  readonly right: number;
}

/** Which blocks of a component become flat: 1 for each of them, row by row. */
export type FlatBlocks = readonly Uint8Array[];

const blockSize = 8;

/** The largest sampling factors of a frame. */
export function mcuSize(
  components: readonly JpegComponent[],
): Pick<JpegComponent, "across" | "down"> {
  return {
    across: Math.max(...components.map(({ across }) => across)),
    down: Math.max(...components.map(({ down }) => down)),
  };
}

/**
 * The blocks of a component that contain a sample of a redacted pixel (ITU-T T.81 A.1.1, A.2.4).
 * The blocks that complete the last MCUs continue the last columns and rows of the image.
 */
export function flatBlocks(
  { rows, columns, components }: Pick<JpegStream, "rows" | "columns" | "components">,
  component: JpegComponent,
  redacted: RedactedRows,
): FlatBlocks {
  const mcu = mcuSize(components);
  const pixelsDown = blockSize * mcu.down / component.down;
  const pixelsAcross = blockSize * mcu.across / component.across;
  const blocksDown = Math.ceil(rows / (blockSize * mcu.down)) * component.down;
  const blocksAcross = Math.ceil(columns / (blockSize * mcu.across)) * component.across;
  const known = new Map<string, Uint8Array>();
  const lastRow = Math.floor((rows - 1) / pixelsDown);
  return Array.from({ length: blocksDown }, (_, index) => {
    const block = Math.min(index, lastRow);
    const [first, end] = [Math.floor(block * pixelsDown), Math.ceil((block + 1) * pixelsDown)];
    const ranges = new Set(redacted.slice(first, end).flat());
    const key = [...ranges].map(({ left, right }) => `${left},${right}`).join(" ");
    const row = known.get(key) ?? new Uint8Array(blocksAcross);
    if (!known.has(key)) {
      for (const { left, right } of ranges) {
        row.fill(1, Math.floor(left / pixelsAcross), Math.ceil(right / pixelsAcross));
      }
      const lastBlock = Math.floor((columns - 1) / pixelsAcross);
      if (row[lastBlock]) row.fill(1, lastBlock);
    }
    known.set(key, row);
    return row;
  });
}

/** A block of each MCU of a scan: its component, and its place in the MCU. */
export interface BlockOfMcu {
  /** Index in the scan. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/** The order of the blocks of a scan (T.81 A.2). */
export interface ScanOrder {
  readonly mcusAcross: number;
  readonly mcusDown: number;
  readonly blocks: readonly BlockOfMcu[];
  /** For each component of the scan, how many blocks an MCU is wide and high. */
  readonly steps: readonly Pick<JpegComponent, "across" | "down">[];
}

/** In a scan of one component, an MCU is one block, and no blocks complete the last MCUs. */
export function scanOrder(
  { rows, columns, components }: JpegStream,
  scan: JpegScan,
): ScanOrder {
  const mcu = mcuSize(components);
  const inScan = scan.components.flatMap(({ index }) => components[index] ?? []);
  const [only] = inScan;
  if (only && inScan.length === 1) {
    const samplesAcross = Math.ceil(columns * only.across / mcu.across);
    const samplesDown = Math.ceil(rows * only.down / mcu.down);
    return {
      mcusAcross: Math.ceil(samplesAcross / blockSize),
      mcusDown: Math.ceil(samplesDown / blockSize),
      blocks: [{ at: 0, x: 0, y: 0 }],
      steps: [{ across: 1, down: 1 }],
    };
  }
  return {
    mcusAcross: Math.ceil(columns / (blockSize * mcu.across)),
    mcusDown: Math.ceil(rows / (blockSize * mcu.down)),
    blocks: inScan.flatMap(({ across, down }, at) =>
      Array.from(
        { length: across * down },
        (_, place) => ({ at, x: place % across, y: Math.floor(place / across) }),
      )
    ),
    steps: inScan,
  };
}
