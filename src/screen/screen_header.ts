import type { Header } from "../dicom/header.ts";
import type { Coordinates, FilterGroup, FilterRule, Recipe } from "../recipe/recipe.ts";
import { fallsUnder } from "./criteria.ts";

/** What the rules say of an image, and which of them. */
export type Verdict =
  /** No rule speaks of it. */
  | { readonly kind: "pass" }
  /** A whitelist vouches for its pixels. */
  | { readonly kind: "keep"; readonly group: string; readonly rule: string }
  /** A graylist knows it, and nothing of it is to be blanked. */
  | { readonly kind: "flag"; readonly group: string; readonly rule: string }
  | {
    readonly kind: "blank";
    readonly group: string;
    readonly rule: string;
    /** In order: a later one keeps what an earlier one would blank, and the reverse. */
    readonly coordinates: readonly Coordinates[];
  }
  | { readonly kind: "hold"; readonly group: string; readonly rule: string };

/**
 * Screens an image by its header. Recipes are asked in order, the site's before the default
 * one; an image belongs to the first group that has a rule it falls under. A group that only
 * flags it ends nothing: the recipes after it may still hold it back.
 */
export function screenHeader(header: Header, recipes: readonly Recipe[]): Verdict {
  let flagged: Verdict | undefined;
  for (const { filters } of recipes) {
    const verdict = firstVerdict(header, filters);
    if (!verdict) continue;
    if (verdict.kind !== "flag") return verdict;
    flagged ??= verdict;
  }
  return flagged ?? { kind: "pass" };
}

function firstVerdict(header: Header, groups: readonly FilterGroup[]): Verdict | undefined {
  for (const { name, rules } of groups) {
    const met = rules.filter((rule) => fallsUnder(rule, header));
    if (met.length > 0) return verdictOf(name, met);
  }
  return undefined;
}

/** A group of another name holds back what it has no coordinates for: nobody says it is clean. */
function verdictOf(group: string, met: readonly FilterRule[]): Verdict {
  const rule = met[0]?.label ?? "";
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
