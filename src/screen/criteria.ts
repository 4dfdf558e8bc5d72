import { elementTexts } from "../dicom/element_texts.ts";
import type { Header } from "../dicom/header.ts";
import type { CheckLine, Criterion, FilterRule, Operator } from "../recipe/recipe.ts";

/** Whether an image falls under a rule: one of its checks holds, or it has none. */
export function fallsUnder(rule: FilterRule, header: Header): boolean {
  return rule.checks.length === 0 || rule.checks.some((check) => checkHolds(check, header));
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
 * Values are compared one by one, without regard to upper and lower case or spaces around
 * them. An attribute is `empty` when it is there without a value, `missing` when it is not.
 */
function criterionHolds({ kind, tag, pattern }: Criterion, header: Header): boolean {
  const element = tag === undefined ? undefined : header.find(tag);
  const hasMatch = (): boolean => {
    if (!element || !pattern) return false;
    const values = elementTexts(header, element, header.encoding, header.characters);
    return values.some((value) => pattern.test(value.trim()));
  };
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
      return element !== undefined;
    case "empty":
      return element !== undefined && !element.items &&
        (element.valueStart === element.valueEnd || header.ascii(element.tag) === undefined);
  }
}
