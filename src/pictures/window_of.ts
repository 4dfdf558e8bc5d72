import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import { decimal } from "../dicom/text/decode_numbers.ts";
import type { PictureWindow } from "../model/review_picture.ts";
import type { View } from "../pixels/text/frame_pictures.ts";
import type { PlainFrame } from "../pixels/text/plain_frame.ts";
import { frameText } from "./frame_text.ts";

/** The linear rescaling of stored values (PS3.3 C.11.1.1.2). */
export interface Rescaling {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * RescaleSlope and RescaleIntercept of a frame; 1 and 0 if they are absent or not usable.
 */
export function rescalingOf(header: Header, frame = 0): Rescaling {
  const number = (tag: number): number | undefined =>
    numbersOf(header, frame, Tag.PixelValueTransformationSequence, tag)[0];
  const slope = number(Tag.RescaleSlope) ?? 1;
  const intercept = number(Tag.RescaleIntercept) ?? 0;
  return slope === 0 ? { slope: 1, intercept } : { slope, intercept };
}

/** The first window of a frame; undefined without a valid one. */
export function windowOf(header: Header, frame = 0): PictureWindow | undefined {
  return windowsOf(header, frame)[0];
}

/** The valid windows of a frame, up to the first one that is not valid. */
export function windowsOf(header: Header, frame: number): readonly PictureWindow[] {
  const centers = numbersOf(header, frame, Tag.FrameVOILUTSequence, Tag.WindowCenter);
  const widths = numbersOf(header, frame, Tag.FrameVOILUTSequence, Tag.WindowWidth);
  const windows: PictureWindow[] = [];
  for (const [at, center] of centers.entries()) {
    const width = widths[at];
    if (center === undefined || width === undefined || width < 1) break;
    windows.push({ center, width });
  }
  return windows;
}

/** The numbers of a value; undefined where a value is none. */
export function numbersOf(
  header: Header,
  frame: number,
  group: number,
  tag: number,
): (number | undefined)[] {
  const texts = frameText(header, frame, group, tag)?.split("\\") ?? [];
  return texts.map(decimal).map((number) => Number.isFinite(number) ? number : undefined);
}

/** The window in which the least value is black, and the largest is white. */
export function windowOfRange([least, most]: readonly [number, number]): PictureWindow {
  return { center: (least + most + 1) / 2, width: most - least + 1 };
}

/** The least and the largest value of a frame after its rescaling. */
export function rangeOf(
  { values }: PlainFrame,
  { slope, intercept }: Rescaling,
): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const ends = [least * slope + intercept, most * slope + intercept];
  return [Math.min(...ends), Math.max(...ends)];
}

/** How stored values become eight bits in a window (PS3.3 C.11.2.1.2.1). */
export function viewOfWindow(
  { center, width }: PictureWindow,
  { slope, intercept }: Rescaling,
  isInverted: boolean,
): View {
  const half = Math.max(width - 1, 1e-6) / 2;
  const stored = (value: number): number => (value - intercept) / slope;
  return { least: stored(center - 0.5 - half), most: stored(center - 0.5 + half), isInverted };
}
