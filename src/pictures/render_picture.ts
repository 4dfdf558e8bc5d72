import { imageFacts, type ImageHeader } from "../dicom/read/image_facts.ts";
import { readHeader } from "../dicom/read/read_header.ts";
import type { PictureRequest, PictureResult, RenderedPicture } from "../model/review_picture.ts";
import type { CodecHolder } from "../pixels/codecs/codec_libraries.ts";
import { pictureDecoder } from "../pixels/codecs/decode_frames.ts";
import { encodePng } from "../pixels/text/encode_png.ts";
import { pictureOf } from "../pixels/text/frame_pictures.ts";
import type { PlainFrame } from "../pixels/text/plain_frame.ts";
import { plainFramesOf } from "../pixels/text/plain_frames_of.ts";
import type { ReadableFile } from "../system/readable_file.ts";
import { reasonOf } from "./reason_of.ts";
import { shrinkFrame } from "./shrink_frame.ts";
import { rangeOf, rescalingOf, viewOfWindow, windowOf, windowOfRange } from "./window_of.ts";

/** Fast, because a picture is sent once; a thumbnail, which is stored, is small anyway. */
const compression = 1;

/**
 * Renders one frame of an image as PNG; overlays and the words of the header are not part of it.
 * Only this frame is decoded. Returns the reason if it cannot be read; it contains nothing of the
 * file. Rejects with the operating system's error.
 */
export async function renderPicture(
  file: ReadableFile,
  request: PictureRequest,
  codecs: CodecHolder,
): Promise<PictureResult> {
  try {
    const header = readHeader(file);
    const image = { header, facts: imageFacts(header) };
    const [frame] = await plainFramesOf(image, codecs, request.frame, pictureDecoder);
    return frame
      ? rendered(image, frame, request)
      : { fault: "unreadable", reason: "it has no frame of this number" };
  } catch (error) {
    return { fault: "unreadable", reason: reasonOf(error) };
  }
}

function rendered(
  { header, facts: { pixels } }: ImageHeader,
  frame: PlainFrame,
  { frame: number, window: wanted, maxSize }: PictureRequest,
): RenderedPicture {
  const frames = Math.max(1, Number(pixels.frames ?? "1"));
  const shrunken = shrinkFrame(frame, maxSize);
  const { rows, columns } = shrunken;
  const whole = { left: 0, top: 0, right: columns, bottom: rows };
  if (frame.channels === 3) {
    const most = frame.isWide ? 2 ** (pixels.bitsStored ?? 16) - 1 : 255;
    const view = { least: 0, most, isInverted: false };
    return { png: encodePng(pictureOf(shrunken, view, whole), compression), frames };
  }
  const rescaling = rescalingOf(header, number);
  const range = rangeOf(frame, rescaling);
  const plain = frame.isWide || rescaling.slope !== 1 || rescaling.intercept !== 0
    ? range
    : [0, 255] as const;
  const window = wanted ?? windowOf(header, number) ?? windowOfRange(plain);
  const view = viewOfWindow(window, rescaling, frame.isInverted);
  const png = encodePng(pictureOf(shrunken, view, whole), compression);
  return { png, frames, window, range };
}
