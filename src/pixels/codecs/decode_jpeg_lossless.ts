import { type FrameShape, frameSize } from "../frames/frame_shape.ts";
import { type HuffmanLookup, huffmanLookup, HuffmanReader } from "./huffman_reader.ts";
import { segments } from "./stream_facts.ts";

/** The scan header (ITU-T T.81 B.2.3), and what applies to the scan. */
interface Scan {
  /** Index and table of each component. */
  readonly components: readonly { readonly index: number; readonly table: HuffmanLookup }[];
  readonly selection: number;
  readonly pointTransform: number;
  /** The number of pixels between restart markers; 0 for none. */
  readonly restartInterval: number;
  /** The offset of the compressed data. */
  readonly at: number;
}

/**
 * Decodes JPEG lossless (ITU-T T.81 H): all selection values, restart intervals, point transforms,
 * components together or in scans of their own. The shape is that of the stream; `bitsStored` is
 * its precision. The result has a sample for each component. Throws RangeError if it is damaged.
 */
export function decodeJpegLossless(stream: Uint8Array, shape: FrameShape): Uint8Array {
  const planes = Array.from(
    { length: shape.samples },
    () => new Uint16Array(shape.rows * shape.columns),
  );
  const done = new Set<number>();
  for (const scan of scansOf(stream, shape.samples)) {
    decodeScan(new HuffmanReader(stream, scan.at), scan, shape, planes);
    for (const { index } of scan.components) done.add(index);
    if (done.size === shape.samples) return interleave(planes, scan.pointTransform, shape);
  }
  throw new RangeError("a component has no scan");
}

/** The scans in order. The compressed data before the next one is skipped. */
function* scansOf(stream: Uint8Array, count: number): Generator<Scan> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const tables = new Map<number, HuffmanLookup>();
  let identifiers: readonly number[] = [];
  let restartInterval = 0;
  for (const [marker, at] of segments(view)) {
    const length = view.getUint16(at - 2) - 2;
    const bytes = stream.subarray(at, at + length);
    if (marker === 0xffc4) readTables(bytes, tables);
    if (marker === 0xffc3) {
      identifiers = Array.from({ length: count }, (_, index) => bytes[6 + 3 * index] ?? 0);
    }
    if (marker === 0xffdd) restartInterval = view.getUint16(at);
    if (marker === 0xffda) {
      yield { ...scanOf(bytes, identifiers, tables), restartInterval, at: at + length };
    }
  }
}

function readTables(bytes: Uint8Array, tables: Map<number, HuffmanLookup>): void {
  for (let at = 0; at < bytes.length;) {
    const lengths = bytes.subarray(at + 1, at + 17);
    const count = lengths.reduce((sum, length) => sum + length, 0);
    const lookup = huffmanLookup(lengths, bytes.subarray(at + 17, at + 17 + count));
    if (!lookup) throw new RangeError("a Huffman table is damaged");
    tables.set(bytes[at] ?? 0, lookup);
    at += 17 + count;
  }
}

function scanOf(
  bytes: Uint8Array,
  identifiers: readonly number[],
  tables: ReadonlyMap<number, HuffmanLookup>,
): Pick<Scan, "components" | "selection" | "pointTransform"> {
  const count = bytes[0] ?? 0;
  const components = Array.from({ length: count }, (_, at) => {
    const index = identifiers.indexOf(bytes[1 + 2 * at] ?? 0);
    const table = tables.get((bytes[2 + 2 * at] ?? 0) >> 4);
    if (index < 0 || !table) throw new RangeError("a scan header is damaged");
    return { index, table };
  });
  const selection = bytes[1 + 2 * count] ?? 0;
  const pointTransform = (bytes[3 + 2 * count] ?? 0) & 0xf;
  if (selection < 1 || selection > 7) throw new RangeError("a selection value is unknown");
  return { components, selection, pointTransform };
}

function decodeScan(
  reader: HuffmanReader,
  { components, selection, pointTransform, restartInterval }: Scan,
  { rows, columns, bitsStored }: FrameShape,
  planes: readonly Uint16Array[],
): void {
  const middle = 2 ** (bitsStored - pointTransform - 1);
  let firstRow = 0;
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    const column = pixel % columns;
    const row = (pixel - column) / columns;
    const restarts = restartInterval > 0 && pixel > 0 && pixel % restartInterval === 0;
    if (restarts) {
      reader.restart();
      firstRow = row;
    }
    const isFirst = pixel === 0 || restarts;
    for (const { index, table } of components) {
      const plane = planes[index];
      if (!plane) continue;
      const predicted = isFirst
        ? middle
        : predict(plane, pixel, column, columns, row === firstRow ? 1 : selection);
      plane[pixel] = predicted + readDifference(reader, table);
    }
  }
}

/** The prediction from the samples to the left, above, and above to the left (T.81 table H.1). */
function predict(
  plane: Uint16Array,
  at: number,
  column: number,
  columns: number,
  selection: number,
): number {
  const above = plane[at - columns] ?? 0;
  if (column === 0) return above;
  const left = plane[at - 1] ?? 0;
  const corner = plane[at - columns - 1] ?? 0;
  switch (selection) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}

function readDifference(reader: HuffmanReader, table: HuffmanLookup): number {
  const category = reader.symbol(table);
  if (category === 0) return 0;
  if (category === 16) return 32768;
  if (category > 16) throw new RangeError("a category is unknown");
  const bits = reader.bits(category);
  return bits < 2 ** (category - 1) ? bits - 2 ** category + 1 : bits;
}

function interleave(
  planes: readonly Uint16Array[],
  pointTransform: number,
  shape: FrameShape,
): Uint8Array {
  const frame = new Uint8Array(frameSize(shape));
  const { bytesPerSample, samples } = shape;
  for (const [index, plane] of planes.entries()) {
    let place = index * bytesPerSample;
    for (const value of plane) {
      const sample = value << pointTransform;
      frame[place] = sample & 0xff;
      if (bytesPerSample === 2) frame[place + 1] = sample >> 8;
      place += samples * bytesPerSample;
    }
  }
  return frame;
}
