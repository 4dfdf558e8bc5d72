import type { Header } from "../dicom/read/header.ts";
import type { EditBytes } from "../dicom/write/edited.ts";
import { pixelLayout } from "../pixels/redact/pixel_layout.ts";
import { areasOf, redactPixels } from "../pixels/redact/redact_pixels.ts";
import type { Coordinates, FilterGroup, FilterRule, Recipe } from "../recipe/recipe.ts";
import { Attributes, fallsUnder } from "./criteria.ts";
import { reasonOf } from "./reason.ts";

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
    edit: redactPixels(layout, areas),
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

/** The decision of the rules about an image, and the rule that decided. */
export type Verdict =
  /** No rule applies to it. */
  | { readonly kind: "pass" }
  /** A rule of the site allows its pixels. */
  | { readonly kind: "keep"; readonly group: string; readonly rule: string }
  /** A rule flags it without blanking anything. */
  | { readonly kind: "flag"; readonly group: string; readonly rule: string }
  | {
    readonly kind: "blank";
    readonly group: string;
    readonly rule: string;
    /** In order: a later area overrides an earlier one. */
    readonly coordinates: readonly Coordinates[];
  }
  | { readonly kind: "hold"; readonly group: string; readonly rule: string };

/** A verdict, and the first rule that led to it. */
export interface Ruling {
  readonly verdict: Exclude<Verdict, { kind: "pass" }>;
  readonly rule: FilterRule;
}

/** The verdict alone: see `ruleOn`. */
export function screenHeader(header: Header, recipes: readonly Recipe[]): Verdict {
  return ruleOn(new Attributes(header), recipes)?.verdict ?? { kind: "pass" };
}

/**
 * Screens an image by its header. The recipe of the site comes before the default one; the first
 * group with a rule that applies decides. If that group only flags the image, later recipes can
 * still hold it back. Undefined if no rule applies.
 */
function ruleOn(
  attributes: Attributes,
  recipes: readonly Recipe[],
): Ruling | undefined {
  let flagged: Ruling | undefined;
  for (const { filters } of recipes) {
    const ruling = firstRuling(attributes, filters);
    if (!ruling) continue;
    if (ruling.verdict.kind !== "flag") return ruling;
    flagged ??= ruling;
  }
  return flagged;
}

function firstRuling(
  attributes: Attributes,
  groups: readonly FilterGroup[],
): Ruling | undefined {
  for (const { name, rules } of groups) {
    const met = rules.filter((rule) => fallsUnder(rule, attributes));
    const [rule] = met;
    if (rule) return { verdict: verdictOf(name, rule, met), rule };
  }
  return undefined;
}

/** A group with another name holds back an image for which it has no coordinates. */
function verdictOf(
  group: string,
  { label: rule }: FilterRule,
  met: readonly FilterRule[],
): Ruling["verdict"] {
  if (/^white/i.test(group)) return { kind: "keep", group, rule };
  if (/^black/i.test(group)) return { kind: "hold", group, rule };
  const coordinates = met.flatMap((one) => one.coordinates);
  if (coordinates.some(({ isKept }) => !isKept)) {
    const blanking = met.filter((one) => one.coordinates.length > 0);
    return {
      kind: "blank",
      group,
      rule: blanking.map(({ label }) => label).join(", "),
      coordinates,
    };
  }
  return { kind: /^gr[ae]y/i.test(group) ? "flag" : "hold", group, rule };
}
