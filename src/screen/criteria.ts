import type { CheckLine, Criterion, FilterRule, Operator } from "../recipe/recipe.ts";
import type { Attributes } from "./attributes.ts";

/** Whether a rule applies to an image: one of its checks holds, or it has none. */
export function fallsUnder(rule: FilterRule, attributes: Attributes): boolean {
  return rule.checks.length === 0 || rule.checks.some((check) => checkHolds(check, attributes));
}

/**
 * The criteria that hold, of the first check of a rule that holds; undefined where none does, and
 * for a rule without checks.
 */
export function criteriaMet(
  rule: FilterRule,
  attributes: Attributes,
): readonly Criterion[] | undefined {
  const check = rule.checks.find((one) => checkHolds(one, attributes));
  return check?.flatMap(({ criteria }) => criteria.map(({ criterion }) => criterion))
    .filter((criterion) => criterionHolds(criterion, attributes));
}

/** Lines are joined from the first to the last; the criteria of a line are joined before. */
function checkHolds(check: readonly CheckLine[], attributes: Attributes): boolean {
  return joined(
    check,
    ({ criteria }) => joined(criteria, ({ criterion }) => criterionHolds(criterion, attributes)),
  );
}

/** Joins parts from the first to the last; those that cannot change the outcome are not asked. */
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
 * Values are compared one by one, without regard to upper and lower case or spaces around them.
 * An attribute is `missing`, `empty` (there without a value) or `present` (with a value), and only
 * one of the three.
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
