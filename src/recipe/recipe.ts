import type { FieldSelector } from "./field_selector.ts";

/** A recipe in the grammar of pydicom/deid, read whole. It is data: nothing in it is run. */
export interface Recipe {
  /** `%header`, in the order of the file. */
  readonly header: readonly HeaderRule[];
  /** `%filter`, in the order of the file: the first group that an image falls into counts. */
  readonly filters: readonly FilterGroup[];
  /** `%fields name` */
  readonly fields: ReadonlyMap<string, readonly FieldSelector[]>;
  /** `%values name` */
  readonly values: ReadonlyMap<string, readonly ValueSource[]>;
  /** `%labels`: what a site writes down about its recipe. */
  readonly labels: ReadonlyMap<string, string>;
  /** What is probably a slip, with its place; nothing that would let anything through. */
  readonly warnings: readonly string[];
}

/** In the order of precedence: what one keeps, no other may blank. */
export const headerActions = ["KEEP", "ADD", "REPLACE", "JITTER", "REMOVE", "BLANK"] as const;

export type HeaderAction = typeof headerActions[number];

export interface HeaderRule {
  readonly action: HeaderAction;
  readonly where: FieldSelector;
  readonly value: RuleValue;
  /** `recipe.dicom:12` */
  readonly place: string;
}

/** What a rule puts in a field, or what the field must hold for the rule to apply. */
export type RuleValue =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: Variable }
  | { readonly kind: "function"; readonly name: RecipeFunction }
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "holding"; readonly pattern: RegExp; readonly isWanted: boolean }
  | { readonly kind: "values"; readonly name: string };

/** What `var:` may name: codes of the image's subject, its shifted study date, its days. */
export const variables = [
  ...["entity_id", "item_id", "id", "source_id", "accession"] as const,
  ...["entity_timestamp", "item_timestamp", "jitter"] as const,
] as const;

export type Variable = typeof variables[number];

/** What `func:` may name. */
export const recipeFunctions = ["hash", "uid", "jitter", "dummy"] as const;

export type RecipeFunction = typeof recipeFunctions[number];

/** A line of `%values`: fields whose values are looked for in others. */
export interface ValueSource {
  readonly where: FieldSelector;
  /** Undefined to take a value as a whole. */
  readonly split: { readonly by: string; readonly minLength: number } | undefined;
}

/** `%filter name` and its rules. */
export interface FilterGroup {
  readonly name: string;
  readonly rules: readonly FilterRule[];
}

/** A `LABEL`: an image falls under it when one of its checks holds, or when it has none. */
export interface FilterRule {
  readonly label: string;
  readonly checks: readonly (readonly CheckLine[])[];
  readonly coordinates: readonly Coordinates[];
  readonly place: string;
}

/** A line of a check, joined to those before it; its own criteria are joined first. */
export interface CheckLine {
  readonly operator: Operator;
  readonly criteria: readonly { readonly operator: Operator; readonly criterion: Criterion }[];
}

export type Operator = "and" | "or";

export const criterionKinds = [
  ...["contains", "notcontains", "equals", "notequals"] as const,
  ...["missing", "empty", "present"] as const,
] as const;

export interface Criterion {
  readonly kind: typeof criterionKinds[number];
  /** The attribute's tag; undefined for a keyword that PS3.6 does not know, which no image has. */
  readonly tag: number | undefined;
  /** Undefined for the kinds that compare nothing. */
  readonly pattern: RegExp | undefined;
}

/** An area that is blanked, or kept of what rules before it blank. */
export interface Coordinates {
  readonly isKept: boolean;
  readonly area: "all" | Rectangle | { readonly from: number };
}

/** Columns `left` to `right` and rows `top` to `bottom`, the latter ones not included. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
