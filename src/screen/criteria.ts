import type { Element } from "../dicom/element.ts";
import { elementTexts } from "../dicom/element_texts.ts";
import { hasValue } from "../dicom/has_value.ts";
import type { Header } from "../dicom/header.ts";
import type { CheckLine, Criterion, FilterRule, Operator } from "../recipe/recipe.ts";

/** Whether a rule applies to an image: one of its checks holds, or it has none. */
export function fallsUnder(rule: FilterRule, header: Header): boolean {
  return rule.checks.length === 0 || criteriaMet(rule, header) !== undefined;
}

/**
 * The criteria that hold, of the first check of a rule that holds; undefined where none does, and
 * for a rule without checks.
 */
export function criteriaMet(rule: FilterRule, header: Header): readonly Criterion[] | undefined {
  const check = rule.checks.find((one) => checkHolds(one, header));
  return check?.flatMap(({ criteria }) => criteria.map(({ criterion }) => criterion))
    .filter((criterion) => criterionHolds(criterion, header));
}

/** The values of an attribute, without padding; none where it is absent or has no value. */
export function valuesOf(header: Header, element: Element | undefined): string[] {
  if (!element || !hasValue(header, element)) return [];
  return elementTexts(header, element, header.encoding, header.characters)
    .map((value) => value.trim());
}

/** Lines are joined from the first to the last; the criteria of a line are joined before. */
function checkHolds(check: readonly CheckLine[], header: Header): boolean {
  return joined(check.map(({ operator, criteria }) => ({
    operator,
    holds: joined(criteria.map((one) => (
      { operator: one.operator, holds: criterionHolds(one.criterion, header) }
    ))),
  })));
}

function joined(parts: readonly { operator: Operator; holds: boolean }[]): boolean {
  return parts.reduce(
    (sofar, { operator, holds }, at) =>
      at === 0 ? holds : operator === "and" ? sofar && holds : sofar || holds,
    false,
  );
}

/**
 * Values are compared one by one, without regard to upper and lower case or spaces around them.
 * An attribute is `missing`, `empty` (there without a value) or `present` (with a value), and only
 * one of the three.
 */
function criterionHolds({ kind, tag, pattern }: Criterion, header: Header): boolean {
  const element = tag === undefined ? undefined : header.find(tag);
  const hasMatch = (): boolean =>
    pattern !== undefined && valuesOf(header, element).some((value) => pattern.test(value));
  switch (kind) {
    case "contains":
    case "equals":
      return hasMatch();
    case "notcontains":
    case "notequals":
      return !hasMatch();
    case "missing":
      return element === undefined;
    case "present":
      return element !== undefined && hasValue(header, element);
    case "empty":
      return element !== undefined && !hasValue(header, element);
  }
}
