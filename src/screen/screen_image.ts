import type { EditBytes } from "../dicom/edited.ts";
import type { Header } from "../dicom/header.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { areasOf } from "./areas.ts";
import { Attributes } from "./attributes.ts";
import { blankPixels } from "./blank_pixels.ts";
import { pixelLayout } from "./pixel_layout.ts";
import { reasonOf } from "./reason.ts";
import { ruleOn } from "./screen_header.ts";

/** The recorded result of screening. Only the rectangles come from the image. */
export interface Screening {
  readonly verdict: "pass" | "keep" | "flag" | "blank";
  readonly group: string | null;
  readonly rule: string | null;
  /** The blanked areas as `left,top,right,bottom`; a kept area starts with `keep`. */
  readonly rectangles: readonly string[];
}

/**
 * An image that may be released, with the edit of its pixels, or the reason why it is held back.
 */
export type Screened =
  | { readonly kind: "leaves"; readonly screening: Screening; readonly edit?: EditBytes }
  | { readonly kind: "held"; readonly group: string; readonly rule: string; readonly why: string };

/**
 * Screens one image: applies the verdict of the rules. If a rule requires pixels to be blanked and
 * that is not possible, the image is held back.
 */
export function screenImage(header: Header, recipes: readonly Recipe[]): Screened {
  const attributes = new Attributes(header);
  const ruling = ruleOn(attributes, recipes);
  if (!ruling) return leaves("pass", null, null);
  const { verdict } = ruling;
  const { kind, group, rule } = verdict;
  if (kind === "hold") return { kind: "held", group, rule, why: reasonOf(ruling.rule, attributes) };
  if (kind !== "blank") return leaves(kind, group, rule);
  const layout = pixelLayout(header);
  if (typeof layout === "string") return { kind: "held", group, rule, why: uncleaned(layout) };
  const areas = areasOf(header, verdict.coordinates, layout);
  if (areas.every(({ isKept }) => isKept)) {
    const why = uncleaned("the rectangles lie outside of its rows and columns");
    return { kind: "held", group, rule, why };
  }
  const rectangles = areas.map(({ isKept, left, top, right, bottom }) =>
    `${isKept ? "keep " : ""}${left},${top},${right},${bottom}`
  );
  return {
    kind: "leaves",
    screening: { verdict: "blank", group, rule, rectangles },
    edit: blankPixels(layout, areas),
  };
}

function leaves(
  verdict: Screening["verdict"],
  group: string | null,
  rule: string | null,
): Screened {
  return { kind: "leaves", screening: { verdict, group, rule, rectangles: [] } };
}

function uncleaned(why: string): string {
  return `the rule requires pixels to be redacted, but ${why}`;
}
