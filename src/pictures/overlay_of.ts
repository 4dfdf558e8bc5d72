import type { Header } from "../dicom/read/header.ts";
import { decodeNumbers } from "../dicom/text/decode_numbers.ts";
import { UnreadableFrame } from "../pixels/frames/decoded_frame.ts";
import { overlayPictures } from "../pixels/text/overlay_pictures.ts";

/** The overlay of a frame, and sentences about overlays that it lacks. */
interface Overlay {
  /** One bit for each pixel, the lowest bit of a byte first; undefined without an overlay. */
  readonly bits: Uint8Array | undefined;
  readonly notes: readonly string[];
}

const [overlayFrames, overlayOrigin, frameOrigin] = [0x0015, 0x0050, 0x0051];

/** The overlay planes of a frame, counted from 0, on each other (PS3.3 C.9.2). */
export function overlayOf(
  header: Header,
  frame: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Overlay {
  const isOfFrame = (base: number, plane: number): boolean =>
    !header.find(base + overlayFrames) ||
    plane + (header.number(base + frameOrigin) ?? 1) - 1 === frame;
  let bits: Uint8Array | undefined;
  try {
    for (const plane of overlayPictures(header, isOfFrame)) {
      bits ??= new Uint8Array(Math.ceil(rows * columns / 8));
      const [top, left] = originOf(header, plane.base);
      for (let at = 0; at < plane.samples.length; at++) {
        if (plane.samples[at] === 0) continue;
        const row = top + Math.floor(at / plane.columns);
        const column = left + at % plane.columns;
        if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
        const bit = row * columns + column;
        bits[bit >>> 3] = (bits[bit >>> 3] ?? 0) | 1 << (bit & 7);
      }
    }
    return { bits, notes: [] };
  } catch (error) {
    if (!(error instanceof UnreadableFrame)) throw error;
    return { bits, notes: [`It has an overlay that is not shown: ${error.message}.`] };
  }
}

/** The row and column of the first pixel of a plane, counted from 0. */
function originOf(header: Header, base: number): readonly [top: number, left: number] {
  const element = header.find(base + overlayOrigin);
  const numbers = element && !element.items
    ? decodeNumbers(header.value(element), "SS", header.encoding.littleEndian)
    : [];
  return [(numbers[0] ?? 1) - 1, (numbers[1] ?? 1) - 1];
}
