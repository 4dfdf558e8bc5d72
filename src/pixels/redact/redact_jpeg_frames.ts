import type { Element } from "../../dicom/element.ts";
import type { ByteReader } from "../../dicom/read/byte_window.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";
import { findFrames, type Frame, readFrame } from "../frames/find_frames.ts";
import { largestFrame } from "../frames/frames_of.ts";
import { frameCount } from "../frames/shape_of.ts";
import type { JpegShape } from "../jpeg/black_samples.ts";
import { JpegRedactor } from "../jpeg/redact_jpeg.ts";
import { JpegVerifier } from "../jpeg/verify_jpeg.ts";
import { CodestreamCleaner, jpeg } from "./clean_codestream.ts";
import { encapsulate } from "./encapsulate.ts";
import { type Area, spansByRow } from "./redact_pixels.ts";
import { RepeatableFrames } from "./repeatable_frames.ts";

/** The largest number of samples of a frame. */
const mostSamples = 256 << 20;
/** The offsets of a basic offset table have 32 bits. */
const largestPixelData = 2 ** 32 - 1;

const syntaxes = new Set(["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"]);
/** The samples per pixel of each colour format. */
const jpegColours = new Map([
  ["MONOCHROME1", 1],
  ["MONOCHROME2", 1],
  ["PALETTE COLOR", 1],
  ["RGB", 3],
  ["YBR_FULL", 3],
  ["YBR_FULL_422", 3],
  ["YBR_PARTIAL_422", 3],
]);

/** Frames of JPEG with a discrete cosine transform. They are not read yet. */
export interface JpegFrames extends JpegShape {
  readonly element: Element;
  readonly source: ByteReader;
  readonly frames: readonly Frame[];
}

/**
 * The frames of JPEG baseline and extended (PS3.5 A.4.1), or the reason why they cannot be
 * redacted. Undefined for other transfer syntaxes.
 */
export function jpegFrames({ header, facts }: ImageHeader): JpegFrames | string | undefined {
  if (!syntaxes.has(header.transferSyntaxUID)) return undefined;
  const element = header.find(Tag.PixelData);
  if (!element?.isEncapsulated) return "its pixel data are not compressed";
  const { pixels } = facts;
  const { rows = 0, columns = 0, samples = 0, bitsAllocated: bits = 8 } = pixels;
  const colours = pixels.photometricInterpretation ?? "";
  if (jpegColours.get(colours) !== samples) return "its colour format is unknown";
  if (rows === 0 || columns === 0) return "its rows or columns are unknown";
  if (rows * columns * samples > mostSamples) {
    return "its frames have more than 256 million samples";
  }
  const bitsStored = (pixels.bitsStored ?? bits) - (pixels.pixelRepresentation === 1 ? 1 : 0);
  const count = frameCount(pixels);
  if (count === undefined) return "its number of frames is not valid";
  const frames = findFrames(header, element, count);
  if (typeof frames === "string") return frames;
  const shape = { rows, columns, samples, colours, largestValue: 2 ** bitsStored - 1 };
  return { ...shape, element, frames, source: header.source() };
}

/**
 * Redacts every frame in the compressed domain, one at a time: only blocks of coefficients with a
 * pixel of the areas change. Each new stream is decoded to coefficients and compared with the
 * original. Returns the new element, with a basic offset table, or the reason if a frame cannot be
 * redacted. `onFrame` gets the number of samples of each frame, as a sign of progress.
 */
export function redactJpegFrames(
  jpegImage: JpegFrames,
  areas: readonly Area[],
  onFrame: (bytes: number) => void = () => {},
): MadeElement | string {
  const redactedRows = spansByRow(jpegImage.rows, areas);
  const redactor = new JpegRedactor(jpegImage, redactedRows);
  const verifier = new JpegVerifier(redactedRows);
  const made = new RepeatableFrames((index) => {
    const stream = cleanStream(jpegImage, index);
    return typeof stream === "string" ? stream : redactor.redact(stream);
  });
  for (let index = 0; index < jpegImage.frames.length; index++) {
    const stream = cleanStream(jpegImage, index);
    if (typeof stream === "string") return stream;
    const redacted = redactor.redact(stream);
    if (typeof redacted === "string") return redacted;
    if (!verifier.isProved(stream, redacted)) {
      return "it is not proved that its other blocks stay the same";
    }
    made.push(redacted);
    onFrame(jpegImage.rows * jpegImage.columns * jpegImage.samples);
    if (made.size > largestPixelData) return "its compressed pixel data would exceed 4 GB";
  }
  return encapsulate(jpegImage.element, made.lengths, made);
}

/** A frame without comments, thumbnails and what else decoders do not need. */
function cleanStream({ source, frames }: JpegFrames, index: number): Uint8Array | string {
  const frame = frames[index];
  const stream = frame && readFrame(source, frame, largestFrame);
  if (!stream) return "a frame is larger than 32 MB or cut off";
  new CodestreamCleaner(jpeg).clean(stream, 2, stream.length);
  return stream;
}
