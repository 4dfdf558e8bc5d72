import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import {
  type EditedElement,
  insertInOrder,
  type MadeElement,
  madeText,
  tagOfEdited,
} from "../../dicom/write/edited.ts";
import { losslessCodec } from "../codecs/lossless_codec.ts";
import { streamFacts } from "../codecs/stream_facts.ts";
import { findFrames, readFrame } from "../frames/find_frames.ts";
import { largestFrame } from "../frames/frames_of.ts";

/** Frames with loss that were decoded, redacted and stored without further loss. */
export interface LosslessStorage {
  /** The new transfer syntax. */
  readonly transferSyntaxUID: string;
  /** What the header must say about it. */
  readonly elements: readonly MadeElement[];
}

/** LossyImageCompressionMethod (PS3.3 C.7.6.1.1.5.1), and the name of the compression. */
const methods = {
  "jpeg-ls": ["ISO_14495_1", "JPEG-LS"],
  "jpeg 2000": ["ISO_15444_1", "JPEG 2000"],
  "htj2k": ["ISO_15444_15", "HTJ2K"],
  "jpeg lossless": ["ISO_10918_1", "JPEG"],
  "jpeg xl": ["ISO_18181_1", "JPEG XL"],
} as const;

/** The colours after the lossy transform was undone (PS3.3 C.7.6.3.1.2). */
const losslessColours: Readonly<Record<string, string>> = { YBR_ICT: "YBR_RCT", XYB: "RGB" };

/**
 * How an image is stored if one of its frames is compressed with loss, after all of them were
 * encoded without loss. Undefined if none has a loss: the transfer syntax stays the same.
 */
export function losslessStorage(image: ImageHeader): LosslessStorage | undefined {
  const { header } = image;
  const element = header.find(Tag.PixelData);
  const lossless = losslessCodec(header.transferSyntaxUID)?.lossless;
  if (!element || !lossless) return undefined;
  const frames = findFrames(header, element, Number(image.facts.pixels.frames ?? "1"));
  let compressedSize = 0;
  let kind: keyof typeof methods | undefined;
  for (const frame of typeof frames === "string" ? [] : frames) {
    const stream = readFrame(header.source(), frame, largestFrame);
    const facts = stream && streamFacts(stream);
    compressedSize += stream?.length ?? 0;
    if (facts && !facts.isReversible) kind = facts.kind;
  }
  if (!kind) return undefined;
  return { transferSyntaxUID: lossless, elements: truths(image, kind, compressedSize) };
}

/**
 * What stays true of an image with a lossy past (PS3.3 C.7.6.1.1.5): method and ratio only if the
 * source does not state them.
 */
function truths(
  { header, facts: { pixels } }: ImageHeader,
  kind: keyof typeof methods,
  compressedSize: number,
): MadeElement[] {
  const [method, name] = methods[kind];
  const { rows = 0, columns = 0, samples = 1, bitsStored, bitsAllocated = 8 } = pixels;
  const bits = rows * columns * samples * (bitsStored ?? bitsAllocated);
  const size = bits * Number(pixels.frames ?? "1") / 8;
  const colours = losslessColours[pixels.photometricInterpretation ?? ""];
  const isStated = (tag: number): boolean => header.ascii(tag) !== undefined;
  const description = `Redacted, and decoded from lossy ${name} and stored without further loss`;
  return [
    madeText(Tag.DerivationDescription, "ST", description),
    ...(colours ? [madeText(Tag.PhotometricInterpretation, "CS", colours)] : []),
    madeText(Tag.LossyImageCompression, "CS", "01"),
    ...(isStated(Tag.LossyImageCompressionRatio)
      ? []
      : [madeText(Tag.LossyImageCompressionRatio, "DS", (size / compressedSize).toFixed(2))]),
    ...(isStated(Tag.LossyImageCompressionMethod)
      ? []
      : [madeText(Tag.LossyImageCompressionMethod, "CS", method)]),
  ];
}

/**
 * Puts new elements into a data set, in the place of those with the same tags. The others keep
 * their order.
 */
export function withElements(
  elements: readonly EditedElement[],
  made: readonly MadeElement[],
): readonly EditedElement[] {
  const tags = new Set(made.map(({ tag }) => tag));
  return insertInOrder(elements.filter((element) => !tags.has(tagOfEdited(element))), made);
}
