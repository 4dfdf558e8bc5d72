import type { Header } from "../dicom/read/header.ts";
import type { Coordinates, FilterGroup, FilterRule, Recipe, Rectangle } from "../recipe/recipe.ts";
import { Attributes, fallsUnder } from "./criteria.ts";
import { reasonOf } from "./reason.ts";

/** An image that the rules do not hold back. */
export type Ruled =
  | {
    readonly kind: "leaves";
    readonly verdict: "pass" | "keep" | "flag";
    /** Null for `pass`, like the rule. */
    readonly group: string | null;
    readonly rule: string | null;
  }
  | {
    readonly kind: "leaves";
    readonly verdict: "blank";
    readonly group: string;
    readonly rule: string;
    /** The areas that must be redacted: a later one overrides an earlier one. */
    readonly coordinates: readonly Coordinates[];
  };

/** An image that is held back, and why. */
export interface Held {
  readonly kind: "held";
  readonly group: string;
  readonly rule: string;
  readonly why: string;
  /** What should be redacted, as far as it is known: a suggestion for a person. */
  readonly areas?: readonly Rectangle[];
}

/** Screens an image by its header: applies the verdict of the rules. */
export function screenImage(header: Header, recipes: readonly Recipe[]): Ruled | Held {
  const attributes = new Attributes(header);
  const ruling = ruleOn(attributes, recipes);
  if (!ruling) return { kind: "leaves", verdict: "pass", group: null, rule: null };
  const { verdict } = ruling;
  const { kind, group, rule } = verdict;
  if (kind === "hold") return { kind: "held", group, rule, why: reasonOf(ruling.rule, attributes) };
  return kind === "blank"
    ? { kind: "leaves", verdict: kind, group, rule, coordinates: verdict.coordinates }
    : { kind: "leaves", verdict: kind, group, rule };
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
