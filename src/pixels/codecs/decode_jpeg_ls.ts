import { type FrameShape, frameSize } from "../frames/frame_shape.ts";
import { JpegLsParameters, Plane, type StatedParameters } from "./jpeg_ls_contexts.ts";
import { JpegLsBits, LineDecoder } from "./jpeg_ls_line_decoder.ts";
import { segments } from "./stream_facts.ts";

const [startOfFrame, startOfScan, presets, restarts, colourTransform] = [
  0xfff7,
  0xffda,
  0xfff8,
  0xffdd,
  0xffe8,
];
/** The first bytes of the segment for colour transforms of HP, `mrfx`. */
const transformOfHP = [0x6d, 0x72, 0x66, 0x78];
const interleavedBySample = 2;

/** The scan header (ITU-T T.87 C.2.3), and what applies to the scan. */
interface Scan {
  /** The indices of the components. */
  readonly components: readonly number[];
  readonly near: number;
  readonly interleaved: number;
  readonly stated: StatedParameters | undefined;
  /** The offset of the compressed data. */
  readonly at: number;
}

/**
 * Decodes JPEG-LS (ITU-T T.87), also with loss, and with all interleave modes. The shape is that of
 * the stream; `bitsStored` is its precision. Throws RangeError if the stream is damaged, or has
 * restart intervals, mapping tables or a colour transform, which DICOM does not use.
 */
export function decodeJpegLs(stream: Uint8Array, shape: FrameShape): Uint8Array {
  const frame = new Uint8Array(frameSize(shape));
  const done = new Set<number>();
  for (const scan of scansOf(stream, shape.samples)) {
    decodeScan(stream, scan, shape, frame);
    for (const component of scan.components) done.add(component);
    if (done.size === shape.samples) return frame;
  }
  throw new RangeError("a component has no scan");
}

function* scansOf(stream: Uint8Array, count: number): Generator<Scan> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  let identifiers: readonly number[] = [];
  let stated: StatedParameters | undefined;
  for (const [marker, at] of segments(view)) {
    const bytes = stream.subarray(at, at + view.getUint16(at - 2) - 2);
    if (marker === startOfFrame) {
      identifiers = Array.from({ length: count }, (_, index) => bytes[6 + 3 * index] ?? 0);
    }
    if (marker === presets) stated = statedParameters(view, at);
    const isTransformed = marker === colourTransform && bytes[4] !== 0 &&
      transformOfHP.every((byte, index) => bytes[index] === byte);
    if (isTransformed || marker === restarts) throw unsupported();
    if (marker === startOfScan) {
      yield { ...scanOf(bytes, identifiers), stated, at: at + bytes.length };
    }
  }
}

function statedParameters(view: DataView, at: number): StatedParameters {
  if (view.getUint8(at) !== 1) throw unsupported();
  const [largest = 0, first = 0, second = 0, third = 0, reset = 0] = [1, 3, 5, 7, 9].map((place) =>
    view.getUint16(at + place)
  );
  return { largest, thresholds: [first, second, third], reset };
}

function scanOf(
  bytes: Uint8Array,
  identifiers: readonly number[],
): Pick<Scan, "components" | "near" | "interleaved"> {
  const count = bytes[0] ?? 0;
  const components = Array.from({ length: count }, (_, at) => {
    const index = identifiers.indexOf(bytes[1 + 2 * at] ?? 0);
    if (index < 0 || bytes[2 + 2 * at] !== 0) throw unsupported();
    return index;
  });
  const [near = 0, interleaved = 0, pointTransform] = bytes.subarray(1 + 2 * count);
  if (pointTransform !== 0 || interleaved > interleavedBySample) throw unsupported();
  return { components, near, interleaved };
}

function decodeScan(
  stream: Uint8Array,
  { components, near, interleaved, stated, at }: Scan,
  shape: FrameShape,
  frame: Uint8Array,
): void {
  const parameters = new JpegLsParameters(shape.bitsStored, near, stated);
  const decoder = new LineDecoder(new JpegLsBits(stream, at), parameters);
  const planes = components.map((index) => ({ index, plane: new Plane(shape.columns) }));
  for (let row = 0; row < shape.rows; row++) {
    if (interleaved === interleavedBySample) decoder.decode(planes.map(({ plane }) => plane));
    else for (const { plane } of planes) decoder.decode([plane]);
    for (const { index, plane } of planes) putLine(plane.line, row, index, shape, frame);
  }
}

function putLine(
  line: Int32Array,
  row: number,
  component: number,
  { columns, samples, bytesPerSample }: FrameShape,
  frame: Uint8Array,
): void {
  let place = (row * columns * samples + component) * bytesPerSample;
  for (let at = 1; at <= columns; at++) {
    const sample = line[at] ?? 0;
    frame[place] = sample & 0xff;
    if (bytesPerSample === 2) frame[place + 1] = sample >> 8;
    place += samples * bytesPerSample;
  }
}

function unsupported(): RangeError {
  return new RangeError("a JPEG-LS stream is damaged or of an unusual kind");
}
