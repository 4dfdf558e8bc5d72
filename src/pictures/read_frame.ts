import { imageFacts, type ImageHeader } from "../dicom/read/image_facts.ts";
import { readHeader } from "../dicom/read/read_header.ts";
import type { PictureWindow } from "../model/review_picture.ts";
import type { FrameFacts, FrameResult, ViewerFrame } from "../model/viewer_frame.ts";
import type { CodecHolder } from "../pixels/codecs/codec_libraries.ts";
import { pictureDecoder } from "../pixels/codecs/decode_frames.ts";
import type { PlainFrame } from "../pixels/text/plain_frame.ts";
import { plainFramesOf } from "../pixels/text/plain_frames_of.ts";
import type { ReadableFile } from "../system/readable_file.ts";
import { displayFacts } from "./display_facts.ts";
import { floatFrame } from "./float_frame.ts";
import { overlayOf } from "./overlay_of.ts";
import { reasonOf } from "./reason_of.ts";
import { rangeOf, rescalingOf, windowOfRange } from "./window_of.ts";

/**
 * Reads the values of one frame, counted from 0, for the viewer in the browser. Only this frame is
 * decoded. Returns the reason if it cannot be read; it contains nothing of the file. Rejects with
 * the operating system's error.
 */
export async function readFrame(
  file: ReadableFile,
  frame: number,
  codecs: CodecHolder,
): Promise<FrameResult> {
  try {
    const header = readHeader(file);
    const image = { header, facts: imageFacts(header) };
    const plain = floatFrame(image, frame) ??
      (await plainFramesOf(image, codecs, frame, pictureDecoder)).next().value;
    return plain
      ? viewerFrame(image, plain, frame)
      : { fault: "unreadable", reason: "it has no frame of this number" };
  } catch (error) {
    return { fault: "unreadable", reason: reasonOf(error) };
  }
}

function viewerFrame(image: ImageHeader, plain: PlainFrame, frame: number): ViewerFrame {
  const { header, facts: { pixels } } = image;
  const { rows, columns, channels, isInverted } = plain;
  const [type, values] = typedValues(plain, pixels.bitsStored ?? 16);
  const overlay = overlayOf(header, frame, plain);
  const rescaling = channels === 1 ? rescalingOf(header, frame) : { slope: 1, intercept: 0 };
  const isPlain = !plain.isWide && rescaling.slope === 1 && rescaling.intercept === 0;
  const { notes, ...display } = displayFacts(header, frame);
  // LINEAR is made for whole numbers (PS3.3 C.11.2.1.2.1)
  const isFine = type === "Float32" || !Number.isInteger(rescaling.slope);
  const isExact = isFine && display.windows.length === 0;
  const range = isPlain ? [0, 255] as const : rangeOf(plain, rescaling);
  const facts: FrameFacts = {
    rows,
    columns,
    channels,
    type,
    isInverted,
    ...rescaling,
    ...display,
    voi: isExact ? "LINEAR_EXACT" : display.voi,
    range: isExact ? exactWindowOf(range) : windowOfRange(range),
    hasOverlay: overlay.bits !== undefined,
    notes: [...notes, ...overlay.notes],
  };
  return { facts, bytes: overlay.bits ? joined(values, overlay.bits) : values };
}

/** The window of LINEAR_EXACT in which a range is visible (PS3.3 C.11.2.1.3.2). */
function exactWindowOf([least, most]: readonly [number, number]): PictureWindow {
  return { center: (least + most) / 2, width: most - least || 1 };
}

/** The values as bytes of their own memory, and their type. Colours have 8 bits. */
function typedValues(
  { values, channels, isWide }: PlainFrame,
  bits: number,
): readonly [FrameFacts["type"], Uint8Array<ArrayBuffer>] {
  if (channels === 3 && isWide) {
    const scale = 255 / (2 ** bits - 1);
    const colours = Uint8Array.from(values, (value) => Math.round(value * scale));
    return ["Uint8", colours];
  }
  if (values instanceof Uint8Array) return ["Uint8", values.slice()];
  if (values instanceof Uint16Array) return ["Uint16", bytesOf(values.slice())];
  if (values instanceof Int16Array) return ["Int16", bytesOf(values.slice())];
  return ["Float32", bytesOf(Float32Array.from(values))];
}

function bytesOf({ buffer }: { readonly buffer: ArrayBuffer }): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
