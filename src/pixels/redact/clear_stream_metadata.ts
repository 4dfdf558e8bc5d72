import type { PixelFacts } from "../../dicom/read/image_facts.ts";
import { mayBeMislabelled } from "../../dicom/transfer_syntax.ts";
import type { EditBytes } from "../../dicom/write/edited.ts";
import { NativeFrameCleaner } from "./clean_native_frames.ts";
import { RleCleaner } from "./clean_rle.ts";
import { FramesCleaner } from "./clean_streams.ts";
import { damagedStream, type FrameCleaner } from "./frame_cleaner.ts";

const itemHead = 8;
const rle = "1.2.840.10008.1.2.5";
const uncompressedFrames = "1.2.840.10008.1.2.1.98";
const deflatedFrames = "1.2.840.10008.1.2.8.1";
/** Samples per pixel of colours that are subsampled (PS3.3 C.7.6.3.1.2). */
const subsampled: Readonly<Record<string, number>> = {
  YBR_FULL_422: 2,
  YBR_PARTIAL_422: 2,
  YBR_PARTIAL_420: 1.5,
};

/**
 * Clears comments, Exif, thumbnails and other bytes that no decoder needs in compressed pixel data.
 * The pictures and all lengths stay the same. For encapsulated pixel data (PS3.5 A.4); the parts
 * must come in order, each once. Throws SkippedFileError DAMAGED if a frame does not begin as its
 * transfer syntax requires.
 */
export function clearStreamMetadata(transferSyntaxUID: string, pixels: PixelFacts): EditBytes {
  let clean = fragmentCleaner(frameCleaner(transferSyntaxUID, pixels));
  return (part, offset) => {
    if (offset === 0) clean = fragmentCleaner(frameCleaner(transferSyntaxUID, pixels));
    clean(part);
  };
}

function frameCleaner(transferSyntaxUID: string, pixels: PixelFacts): FrameCleaner {
  const isWithoutStart = transferSyntaxUID === deflatedFrames;
  if (transferSyntaxUID !== rle && transferSyntaxUID !== uncompressedFrames) {
    return new FramesCleaner(mayBeMislabelled(transferSyntaxUID) && !isWithoutStart);
  }
  const { rows = 0, columns = 0, samples = 1, bitsAllocated = 0 } = pixels;
  const colours = subsampled[pixels.photometricInterpretation ?? ""] ?? samples;
  const bits = rows * columns * colours * bitsAllocated;
  if (bits === 0) throw damagedStream("have no size in the header");
  if (transferSyntaxUID === uncompressedFrames) return new NativeFrameCleaner(Math.ceil(bits / 8));
  if (bitsAllocated % 8 !== 0) throw damagedStream("do not consist of bytes");
  return new RleCleaner(rows * columns, samples * bitsAllocated / 8);
}

function fragmentCleaner(frames: FrameCleaner): (part: Uint8Array) => void {
  let length = 0;
  let filled = 0;
  let left = 0;
  let fragments = 0;
  const readHead = (byte: number): void => {
    if (filled >= 4) length += byte * 256 ** (filled - 4);
    if (++filled < itemHead) return;
    [left, length, filled] = [length, 0, 0];
    if (++fragments > 1) frames.beginFragment(left); // the first one is the offset table
  };
  return (part) => {
    for (let at = 0; at < part.length;) {
      if (left === 0) {
        readHead(part[at++] ?? 0);
        continue;
      }
      const end = Math.min(part.length, at + left);
      if (fragments > 1) frames.clean(part, at, end);
      left -= end - at;
      at = end;
    }
  };
}
