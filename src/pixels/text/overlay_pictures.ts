import type { Header } from "../../dicom/read/header.ts";
import { swapWordBytes } from "../../dicom/transfer_syntax.ts";
import { UnreadableFrame } from "../frames/decoded_frame.ts";
import { readFully } from "../frames/find_frames.ts";
import type { Picture } from "./picture.ts";

const [overlayRows, overlayColumns, overlayFrames, overlayBitPosition, overlayData] = [
  0x0010,
  0x0011,
  0x0015,
  0x0102,
  0x3000,
];
/** Groups 6000 to 60FE (PS3.3 C.9.2). */
const groups = Array.from({ length: 128 }, (_, at) => 0x6000 + 2 * at);

/** Whether a tag is that of the pixels of an overlay plane. */
export function isOverlayData(tag: number): boolean {
  return tag >>> 24 === 0x60 && (tag & 0x1ffff) === overlayData;
}

/** A frame of an overlay plane in black and white. */
interface OverlayPicture extends Picture {
  /** The first tag of its group, 0x60xx0000. */
  readonly base: number;
}

/**
 * The planes of the overlays of an image, each frame as a picture in black and white; frames that
 * are not wanted are not read. Throws UnreadableFrame if a plane cannot be read, or is in unused
 * bits of the pixel data.
 */
export function* overlayPictures(
  header: Header,
  isWanted: (base: number, frame: number) => boolean = () => true,
): Generator<OverlayPicture> {
  for (const group of groups) {
    const base = group * 0x10000;
    const element = header.find(base + overlayData);
    if (!element) {
      if (header.find(base + overlayBitPosition)) {
        throw new UnreadableFrame("an overlay is stored in its pixel data");
      }
      continue;
    }
    const rows = header.number(base + overlayRows) ?? 0;
    const columns = header.number(base + overlayColumns) ?? 0;
    const frames = Number(header.ascii(base + overlayFrames) ?? "1");
    const size = rows * columns;
    const length = element.valueEnd - element.valueStart;
    if (element.items || size === 0 || !(frames * size <= 8 * length)) {
      throw new UnreadableFrame("an overlay does not have the length that its header states");
    }
    const source = header.source();
    const isSwapped = !header.encoding.littleEndian && element.vr === "OW";
    for (let frame = 0; frame < frames; frame++) {
      if (!isWanted(base, frame)) continue;
      const first = Math.floor(frame * size / 16) * 2; // words are read as a whole
      const end = Math.min(length, Math.ceil((frame + 1) * size / 16) * 2);
      const bytes = new Uint8Array(end - first);
      if (!readFully(source, bytes, element.valueStart + first)) {
        throw new UnreadableFrame("an overlay is cut off");
      }
      if (isSwapped) swapWordBytes(bytes);
      yield { base, rows, columns, samples: bitsOf(bytes, frame * size - 8 * first, size) };
    }
  }
}

/** Bits as black and white, the lowest bit of a byte first (PS3.5 8.1.1). */
function bitsOf(bytes: Uint8Array, from: number, count: number): Uint8Array {
  const samples = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    const bit = from + at;
    samples[at] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1 ? 255 : 0;
  }
  return samples;
}
