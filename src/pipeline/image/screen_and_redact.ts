import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { EditBytes } from "../../dicom/write/edited.ts";
import { pixelLayout } from "../../pixels/redact/pixel_layout.ts";
import { areasOf, redactPixels } from "../../pixels/redact/redact_pixels.ts";
import type { Coordinates, Recipe } from "../../recipe/recipe.ts";
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
  readonly redaction?: EditBytes;
}

/** The result of screening an image. */
export type ScreenedImage = ReleasedImage | Held;

/** An image that no rule matched. */
export const unruledImage: ReleasedImage = {
  kind: "leaves",
  screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
};

/**
 * Screens an image and plans the redaction that its rule requires. If that is not possible, the
 * image is held back.
 */
export function screenAndRedact(
  image: ImageHeader,
  recipes: readonly Recipe[],
): ScreenedImage {
  const screened = screenImage(image.header, recipes);
  if (screened.kind === "held") return screened;
  const { verdict, group, rule } = screened;
  if (verdict !== "blank") {
    return { kind: "leaves", screening: { verdict, group, rule, rectangles: [] } };
  }
  const planned = planRedaction(image, screened.coordinates);
  if (typeof planned === "string") {
    const why = `the rule requires pixels to be redacted, but ${planned}`;
    return { kind: "held", group, rule, why };
  }
  const { rectangles, redaction } = planned;
  return { kind: "leaves", screening: { verdict, group, rule, rectangles }, redaction };
}

/** Returns the reason if the pixels cannot be redacted. */
function planRedaction(
  image: ImageHeader,
  coordinates: readonly Coordinates[],
): Pick<Screening, "rectangles"> & { readonly redaction: EditBytes } | string {
  const layout = pixelLayout(image);
  if (typeof layout === "string") return layout;
  const areas = areasOf(image.header, coordinates, layout);
  if (areas.every(({ isKept }) => isKept)) {
    return "the rectangles lie outside of its rows and columns";
  }
  const rectangles = areas.map(({ isKept, left, top, right, bottom }) =>
    `${isKept ? "keep " : ""}${left},${top},${right},${bottom}`
  );
  return { rectangles, redaction: redactPixels(layout, areas) };
}
