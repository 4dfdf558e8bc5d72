import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { isUncompressed } from "../../dicom/transfer_syntax.ts";
import type { MadeElement } from "../../dicom/write/edited.ts";
import type { Codecs } from "../../pixels/codecs/codec_libraries.ts";
import { largeFrames } from "../../pixels/frames/native_frames.ts";
import { pixelLayout } from "../../pixels/frames/pixel_layout.ts";
import { compareFrames } from "../../pixels/redact/compare_frames.ts";
import { compressedFrames } from "../../pixels/redact/compressed_frames.ts";
import type { PixelRedaction } from "../../pixels/redact/edit_pixels.ts";
import { type LosslessStorage, losslessStorage } from "../../pixels/redact/lossless_storage.ts";
import { redactFrames } from "../../pixels/redact/redact_frames.ts";
import {
  type JpegFrames,
  jpegFrames,
  redactJpegFrames,
} from "../../pixels/redact/redact_jpeg_frames.ts";
import { type Area, areasOf, redactPixels } from "../../pixels/redact/redact_pixels.ts";
import type { Coordinates, Recipe, Rectangle } from "../../recipe/recipe.ts";
import { type Held, type Ruled, screenImage } from "../../screen/screen_image.ts";

/** The recorded result of screening. Only the rectangles come from the image. */
export interface Screening extends Pick<Ruled, "verdict" | "group" | "rule"> {
  /** The redacted areas as `left,top,right,bottom`; a kept area starts with `keep`. */
  readonly rectangles: readonly string[];
}

/** An image that may be released after its pixels were edited. */
export interface ReleasedImage {
  readonly kind: "leaves";
  readonly screening: Screening;
  readonly redaction?: Redaction;
}

/** Native pixels are edited while they are copied; compressed ones are written again before. */
export type Redaction = PixelRedaction | EncodedRedaction;

interface EncodedRedaction {
  /** Whether frames are decoded to samples, or JPEG only to coefficients. */
  readonly edits: "samples" | "coefficients";
  /** Returns the reason if it is not possible; `onFrame` gets the bytes of each decoded frame. */
  readonly encode: (codecs: Codecs, onFrame?: (bytes: number) => void) => MadeElement | string;
  /** Whether the new pixel data have another transfer syntax. */
  readonly stored: () => LosslessStorage | undefined;
}

/** The result of screening an image. */
export type ScreenedImage = ReleasedImage | Held;

/** An image that no rule matched. */
export const unruledImage: ReleasedImage = {
  kind: "leaves",
  screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
};

/** The group of images in which text was found; the site's recipe has its own groups. */
export const textGroup = "text";

/** The group of images about which a person has decided. */
export const reviewGroup = "review";

/**
 * Screens an image and plans the redaction that its rule requires, and that of rectangles with
 * text. If that is not possible, the image is held back.
 */
export function screenAndRedact(
  image: ImageHeader,
  recipes: readonly Recipe[],
  found: readonly Rectangle[] = [],
): ScreenedImage {
  const screened = screenImage(image.header, recipes);
  if (screened.kind === "held") return screened;
  const { verdict, group, rule } = screened;
  if (verdict !== "blank" && found.length === 0) {
    return { kind: "leaves", screening: { verdict, group, rule, rectangles: [] } };
  }
  const coordinates = [
    verdict === "blank" ? screened.coordinates : [],
    found.map((area) => ({ isKept: false, area })),
  ].flat();
  const ruling = verdict === "blank"
    ? { verdict, group, rule }
    : { verdict: "blank" as const, group: textGroup, rule: "text in the pixels" };
  const planned = planRedaction(image, coordinates);
  if (typeof planned === "string") return heldFor(ruling, planned);
  const { rectangles, redaction } = planned;
  return { kind: "leaves", screening: { ...ruling, rectangles }, redaction };
}

type Plan = Pick<Screening, "rectangles"> & { readonly redaction: Redaction };

/** Returns the reason if the pixels cannot be redacted. */
export function planRedaction(
  image: ImageHeader,
  coordinates: readonly Coordinates[],
): Plan | string {
  const jpeg = jpegFrames(image);
  if (jpeg) return planJpegRedaction(image, coordinates, jpeg);
  const isCompressed = !isUncompressed(image.header.transferSyntaxUID);
  const frames = isCompressed ? compressedFrames(image) : undefined;
  if (typeof frames === "string") return frames;
  const layout = frames?.layout ?? pixelLayout(image);
  if (typeof layout === "string") return layout;
  const tooLarge = frames ? undefined : largeFrames(layout);
  if (tooLarge) return tooLarge;
  const planned = planAreas(image, coordinates, layout);
  if (typeof planned === "string") return planned;
  const { areas, rectangles } = planned;
  const edit = redactPixels(layout, areas);
  if (!frames) {
    const compare = (written: ImageHeader): string | undefined =>
      compareFrames(image, written, areas);
    return { rectangles, redaction: { edit, compare } };
  }
  const encode: EncodedRedaction["encode"] = (codecs, onFrame) =>
    redactFrames(frames, (frame) => edit(frame, 0), codecs, onFrame);
  const stored = (): LosslessStorage | undefined => losslessStorage(image);
  return { rectangles, redaction: { edits: "samples", encode, stored } };
}

function planJpegRedaction(
  image: ImageHeader,
  coordinates: readonly Coordinates[],
  jpeg: JpegFrames | string,
): Plan | string {
  if (typeof jpeg === "string") return jpeg;
  const planned = planAreas(image, coordinates, jpeg);
  if (typeof planned === "string") return planned;
  const { areas, rectangles } = planned;
  const encode: EncodedRedaction["encode"] = (_codecs, onFrame) =>
    redactJpegFrames(jpeg, areas, onFrame);
  return { rectangles, redaction: { edits: "coefficients", encode, stored: () => undefined } };
}

function planAreas(
  { header }: ImageHeader,
  coordinates: readonly Coordinates[],
  size: { readonly rows: number; readonly columns: number },
): Pick<Screening, "rectangles"> & { readonly areas: readonly Area[] } | string {
  const areas = areasOf(header, coordinates, size);
  if (typeof areas === "string") return areas;
  if (areas.every(({ isKept }) => isKept)) {
    return "the rectangles lie outside of its rows and columns";
  }
  const rectangles = areas.map(({ isKept, left, top, right, bottom }) =>
    `${isKept ? "keep " : ""}${left},${top},${right},${bottom}`
  );
  return { areas, rectangles };
}

/**
 * Redacts the compressed frames of a released image, if a rule requires it. If a frame cannot be
 * decoded, or it is not proved that only the areas change, the image is held back.
 */
export function withEncodedPixels(
  screened: ReleasedImage,
  codecs: Codecs | undefined,
  onFrame?: (bytes: number) => void,
): ScreenedImage {
  const { redaction, screening } = screened;
  if (!redaction || "edit" in redaction || "pixels" in redaction) return screened;
  const pixels = codecs ? redaction.encode(codecs, onFrame) : "its pixel data are compressed";
  if (typeof pixels !== "string") {
    return { ...screened, redaction: { pixels, stored: redaction.stored() } };
  }
  return heldFor(screening, pixels);
}

/**
 * The image is held back, because the redaction that its rule, or text in it, requires is not
 * possible.
 */
export function heldFor({ group, rule }: Pick<Screening, "group" | "rule">, reason: string): Held {
  const cause = group === textGroup
    ? "text in its pixels"
    : group === reviewGroup
    ? "the decision"
    : "the rule";
  const why = `${cause} requires pixels to be redacted, but ${reason}`;
  return { kind: "held", group: group ?? "", rule: rule ?? "", why };
}
