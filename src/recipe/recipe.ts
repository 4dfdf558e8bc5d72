import type { FieldSelector } from "./field_selector.ts";

/** A parsed recipe in the grammar of pydicom/deid. It is data; nothing in it is executed. */
export interface Recipe {
  /** `%header`, in the order of the file. */
  readonly header: readonly HeaderRule[];
  /** `%filter`, in the order of the file: the first group that applies to an image decides. */
  readonly filters: readonly FilterGroup[];
  /** `%fields name` */
  readonly fields: ReadonlyMap<string, readonly FieldSelector[]>;
  /** `%values name` */
  readonly values: ReadonlyMap<string, readonly ValueSource[]>;
  /** `%labels`: notes of the site about its recipe. */
  readonly labels: ReadonlyMap<string, string>;
  /** Probable mistakes with their position. None of them lets an image through. */
  readonly warnings: readonly string[];
}

/** In order of precedence: an element that one action keeps cannot be blanked by a later one. */
export const headerActions = ["KEEP", "ADD", "REPLACE", "JITTER", "REMOVE", "BLANK"] as const;

export type HeaderAction = typeof headerActions[number];

export interface HeaderRule {
  readonly action: HeaderAction;
  readonly where: FieldSelector;
  readonly value: RuleValue;
  /** `recipe.dicom:12` */
  readonly place: string;
}

/** The value that a rule writes, or the value that a field must have for the rule to apply. */
export type RuleValue =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: Variable }
  | { readonly kind: "function"; readonly name: RecipeFunction }
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "holding"; readonly pattern: RegExp; readonly isWanted: boolean }
  | { readonly kind: "values"; readonly name: string };

/**
 * The variables of `var:`: pseudonyms of the subject, the shifted study date, the days of the
 * shift.
 */
export const variables = [
  "entity_id",
  "item_id",
  "id",
  "source_id",
  "accession",
  "entity_timestamp",
  "item_timestamp",
  "jitter",
] as const;

export type Variable = typeof variables[number];

/** The functions of `func:`. */
export const recipeFunctions = ["hash", "uid", "jitter", "dummy"] as const;

export type RecipeFunction = typeof recipeFunctions[number];

/** A line of `%values`: fields whose values are searched for in other fields. */
export interface ValueSource {
  readonly where: FieldSelector;
  /** Undefined if values are used as a whole. */
  readonly split: { readonly by: string; readonly minLength: number } | undefined;
}

/** `%filter name` and its rules. */
export interface FilterGroup {
  readonly name: string;
  readonly rules: readonly FilterRule[];
}

/** A `LABEL`: it applies to an image if one of its checks is true, or if it has no checks. */
export interface FilterRule {
  readonly label: string;
  readonly checks: readonly (readonly CheckLine[])[];
  readonly coordinates: readonly Coordinates[];
  readonly place: string;
}

/**
 * A line of a check. Its own criteria are combined first, then it is combined with the lines
 * before.
 */
export interface CheckLine {
  readonly operator: Operator;
  readonly criteria: readonly { readonly operator: Operator; readonly criterion: Criterion }[];
}

export type Operator = "and" | "or";

export const criterionKinds = [
  "contains",
  "notcontains",
  "equals",
  "notequals",
  "missing",
  "empty",
  "present",
] as const;

export interface Criterion {
  readonly kind: typeof criterionKinds[number];
  /** The tag; undefined for a keyword that is not in PS3.6, so no image has it. */
  readonly tag: number | undefined;
  /** Undefined for criteria without a value. */
  readonly pattern: RegExp | undefined;
}

/** An area that is blanked, or kept although an earlier rule blanks it. */
export interface Coordinates {
  readonly isKept: boolean;
  readonly area: "all" | Rectangle | AttributeArea;
}

/** The rectangles that an attribute of the image gives, or everything outside of them. */
export type AttributeArea = { readonly from: number } | { readonly outside: number };

/** Columns `left` to `right` and rows `top` to `bottom`; `right` and `bottom` are exclusive. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
