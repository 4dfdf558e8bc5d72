import type { StreamFacts } from "./described_stream.ts";
import { jpegXLFacts } from "./jpeg_xl_facts.ts";

export type { StreamFacts };

const maxSegments = 1000;
const [startOfImage, startOfCodestream] = [0xffd8, 0xff4f];
const [startOfScan, endOfImage] = [0xffda, 0xffd9];
const [losslessFrame, jpegLsFrame] = [0xffc3, 0xfff7];
const [size, codingStyle, componentStyle, tilePart] = [0xff51, 0xff52, 0xff53, 0xff90];
const [highThroughput, reversible] = [0x40, 1];

/**
 * Reads the headers of JPEG lossless and JPEG-LS (ITU-T T.81 B.2.2, T.87 C.2.2), of JPEG 2000
 * (T.800 A.5, A.6.1) and JPEG XL. Undefined for other streams, damaged ones, subsampled components,
 * and components of different kinds.
 */
export function streamFacts(stream: Uint8Array): StreamFacts | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  try {
    const start = view.getUint16(0);
    if (start === startOfImage) return jpegFacts(view);
    return start === startOfCodestream ? jpeg2000Facts(view) : jpegXLFacts(stream);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The segments of a stream: marker and offset of the content. Throws RangeError at its end. */
export function* segments(view: DataView): Generator<readonly [marker: number, at: number]> {
  for (let at = 2, count = 0; count < maxSegments; count++) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) {
      at++;
      continue;
    }
    if (marker === endOfImage) return;
    yield [marker, at + 4];
    at += 2 + view.getUint16(at + 2);
    if (marker === startOfScan) at = endOfScan(view, at);
  }
}

/** The next marker that is neither a stuffed byte nor a restart (ITU-T T.81 B.1.1.3). */
function endOfScan(view: DataView, from: number): number {
  for (let at = from;; at++) {
    if (view.getUint8(at) !== 0xff) continue;
    const code = view.getUint8(at + 1);
    if (code >= 0x80 && (code < 0xd0 || code > 0xd7)) return at;
  }
}

function jpegFacts(view: DataView): StreamFacts | undefined {
  let frame:
    | Pick<StreamFacts, "kind" | "rows" | "columns" | "components" | "precision">
    | undefined;
  for (const [marker, at] of segments(view)) {
    if (marker < 0xff00) return undefined;
    if (marker === losslessFrame || marker === jpegLsFrame) {
      const components = view.getUint8(at + 5);
      for (let index = 0; index < components; index++) {
        if (view.getUint8(at + 7 + 3 * index) !== 0x11) return undefined;
      }
      frame = {
        kind: marker === jpegLsFrame ? "jpeg-ls" : "jpeg lossless",
        rows: view.getUint16(at + 1),
        columns: view.getUint16(at + 3),
        components,
        precision: view.getUint8(at),
      };
    }
    if (marker !== startOfScan) continue;
    const count = view.getUint8(at);
    const isJpegLs = frame?.kind === "jpeg-ls";
    const isByComponent = isJpegLs && count < (frame?.components ?? 0);
    const isReversible = !isJpegLs || view.getUint8(at + 1 + 2 * count) === 0;
    const isPlain = { isSigned: false, hasColourTransform: false, isReversible };
    return frame && { ...frame, ...isPlain, isByComponent };
  }
  return undefined;
}

function jpeg2000Facts(view: DataView): StreamFacts | undefined {
  let frame: ReturnType<typeof sizeFacts>;
  let style = { hasColourTransform: false, isReversible: false };
  let kind: StreamFacts["kind"] = "jpeg 2000";
  let hasComponentStyles = false;
  for (const [marker, at] of segments(view)) {
    if (marker === tilePart) break;
    if (marker < 0xff00) return undefined;
    if (marker === size) frame = sizeFacts(view, at);
    if (marker === componentStyle) hasComponentStyles = true;
    if (marker !== codingStyle) continue;
    const isHighThroughput = (view.getUint8(at + 8) & highThroughput) > 0;
    kind = isHighThroughput ? "htj2k" : "jpeg 2000";
    style = {
      hasColourTransform: view.getUint8(at + 4) === 1,
      isReversible: view.getUint8(at + 9) === reversible,
    };
  }
  if (!frame) return undefined;
  const isReversible = style.isReversible && !hasComponentStyles;
  return { kind, ...frame, ...style, isReversible, isByComponent: false };
}

function sizeFacts(
  view: DataView,
  at: number,
): Pick<StreamFacts, "rows" | "columns" | "components" | "precision" | "isSigned"> | undefined {
  const components = view.getUint16(at + 34);
  const kind = view.getUint8(at + 36);
  for (let index = 0; index < components; index++) {
    const place = at + 36 + 3 * index;
    const isAlike = view.getUint8(place) === kind && view.getUint16(place + 1) === 0x0101;
    if (!isAlike) return undefined;
  }
  return {
    rows: view.getUint32(at + 6) - view.getUint32(at + 14),
    columns: view.getUint32(at + 2) - view.getUint32(at + 10),
    components,
    precision: (kind & 0x7f) + 1,
    isSigned: kind > 0x7f,
  };
}
