import { elementTexts, hasValue } from "../dicom/read/element_texts.ts";
import type { Header } from "../dicom/read/header.ts";
import type { CheckLine, Criterion, FilterRule, Operator } from "../recipe/recipe.ts";

/** Whether a rule applies to an image: one of its checks is true, or it has no checks. */
export function fallsUnder(rule: FilterRule, attributes: Attributes): boolean {
  return rule.checks.length === 0 || rule.checks.some((check) => checkHolds(check, attributes));
}

/**
 * The criteria that are true in the first check of a rule that is true; undefined if no check is
 * true, or if the rule has none.
 */
export function criteriaMet(
  rule: FilterRule,
  attributes: Attributes,
): readonly Criterion[] | undefined {
  const check = rule.checks.find((one) => checkHolds(one, attributes));
  return check?.flatMap(({ criteria }) => criteria.map(({ criterion }) => criterion))
    .filter((criterion) => criterionHolds(criterion, attributes));
}

/** Combines lines from first to last, after the criteria of each line. */
function checkHolds(check: readonly CheckLine[], attributes: Attributes): boolean {
  return joined(
    check,
    ({ criteria }) => joined(criteria, ({ criterion }) => criterionHolds(criterion, attributes)),
  );
}

/** Combines parts from first to last; skips those that cannot change the result. */
function joined<T extends { readonly operator: Operator }>(
  parts: readonly T[],
  holds: (part: T) => boolean,
): boolean {
  let sofar = false;
  for (const [at, part] of parts.entries()) {
    if (at === 0) sofar = holds(part);
    else if (sofar === (part.operator === "and")) sofar = holds(part);
  }
  return sofar;
}

/**
 * Values are compared one by one, ignoring case and surrounding spaces. An attribute is exactly one
 * of `missing`, `empty` (present without a value) and `present` (with a value).
 */
function criterionHolds({ kind, tag, pattern }: Criterion, attributes: Attributes): boolean {
  const hasMatch = (): boolean =>
    pattern !== undefined && attributes.values(tag).some((value) => pattern.test(value));
  switch (kind) {
    case "contains":
    case "equals":
      return hasMatch();
    case "notcontains":
    case "notequals":
      return !hasMatch();
    case "missing":
    case "present":
    case "empty":
      return attributes.state(tag) === kind;
  }
}

/** An attribute is absent, present without a value, or present with a value. */
export type State = "missing" | "empty" | "present";

interface Attribute {
  readonly state: State;
  readonly values: readonly string[];
}

const missing: Attribute = { state: "missing", values: [] };
const empty: Attribute = { state: "empty", values: [] };

/** The attributes of one header, for rules; each is read only once. */
export class Attributes {
  readonly #known = new Map<number, Attribute>();

  constructor(readonly header: Header) {}

  /** Undefined is an attribute that is not in PS3.6, so no image has it. */
  state(tag: number | undefined): State {
    return this.#read(tag).state;
  }

  /** The values without surrounding spaces; empty if the attribute has no value. */
  values(tag: number | undefined): readonly string[] {
    return this.#read(tag).values;
  }

  #read(tag: number | undefined): Attribute {
    if (tag === undefined) return missing;
    const known = this.#known.get(tag);
    if (known) return known;
    const { header } = this;
    const element = header.find(tag);
    const found = !element
      ? missing
      : !hasValue(header, element)
      ? empty
      : { state: "present" as const, values: this.#texts(element) };
    this.#known.set(tag, found);
    return found;
  }

  #texts(element: Parameters<typeof elementTexts>[1]): string[] {
    const { header } = this;
    return elementTexts(header, element, header.encoding, header.characters)
      .map((value) => value.trim());
  }
}
