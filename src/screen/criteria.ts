import type { CheckLine, Criterion, FilterRule, Operator } from "../recipe/recipe.ts";
import type { Attributes } from "./attributes.ts";

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
