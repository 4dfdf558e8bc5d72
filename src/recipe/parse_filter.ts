import { tagOf } from "../dicom/dictionary.ts";
import {
  type AttributeArea,
  type CheckLine,
  type Coordinates,
  type Criterion,
  criterionKinds,
  type Operator,
  type Rectangle,
} from "./recipe.ts";
import { patternOf, placeOf, recipeFault, type RecipeLine } from "./recipe_line.ts";

const kinds = criterionKinds.join("|");
const joint = new RegExp(`\\s*(\\|\\||&&|\\+)\\s*(?=(?:${kinds})\\s)`, "i");
const operators: Readonly<Record<string, Operator>> = { "+": "and", "&&": "and", "||": "or" };

/** A line of criteria, and whether it starts a new check. Throws IntakeError RECIPE. */
export function parseCheckLine(
  line: RecipeLine,
  warn: (text: string) => void,
): CheckLine & { readonly isFirst: boolean } {
  const [, sign, text = ""] = /^(\+|&&|\|\|)?\s*(.*)$/.exec(line.text) ?? [];
  const [first = "", ...others] = text.split(joint);
  const criteria = [{ operator: "and" as Operator, criterion: parseCriterion(line, first, warn) }];
  for (let at = 0; at + 1 < others.length; at += 2) {
    const operator = operators[others[at] ?? ""] ?? "and";
    criteria.push({ operator, criterion: parseCriterion(line, others[at + 1] ?? "", warn) });
  }
  return { operator: operators[sign ?? "+"] ?? "and", criteria, isFirst: sign === undefined };
}

/** `coordinates`, `keepcoordinates`, `ctpcoordinates`, `ctpkeepcoordinates`. Throws RECIPE. */
export function parseCoordinates(
  line: RecipeLine,
  warn: (text: string) => void,
): Coordinates | undefined {
  const [, word = "", text = ""] = /^((?:ctp)?(?:keep)?coordinates)\s+(.*)$/i.exec(line.text) ?? [];
  if (word === "") return undefined;
  const isKept = /keep/i.test(word);
  if (text.toLowerCase() === "all") return { isKept, area: "all" };
  const ofAttribute = /^(from|outside):(\w+)$/i.exec(text);
  if (ofAttribute) return { isKept, area: attributeArea(line, ofAttribute, isKept) };
  const numbers = text.split(/\s*,\s*/);
  if (numbers.length !== 4 || !numbers.every((number) => /^\d{1,5}$/.test(number))) {
    throw recipeFault(
      line,
      text,
      `${word} takes "all", from:Keyword, outside:Keyword or four numbers`,
    );
  }
  const [left = 0, top = 0, third = 0, fourth = 0] = numbers.map(Number);
  const sized = { left, top, right: left + third, bottom: top + fourth };
  if (/^ctp/i.test(word)) return { isKept, area: sized };
  return { isKept, area: corners(line, { left, top, right: third, bottom: fourth }, sized, warn) };
}

function attributeArea(
  line: RecipeLine,
  [, word = "", keyword = ""]: RegExpExecArray,
  isKept: boolean,
): AttributeArea {
  const tag = tagOf(keyword);
  if (tag === undefined) throw recipeFault(line, keyword, `PS3.6 has no attribute ${keyword}`);
  if (/^from$/i.test(word)) return { from: tag };
  if (isKept) throw recipeFault(line, word, "only coordinates can be outside:Keyword");
  return { outside: tag };
}

/**
 * A rectangle whose corners are reversed is empty and would clean nothing. The author probably
 * meant width and height, as in CTP.
 */
function corners(
  line: RecipeLine,
  written: Rectangle,
  sized: Rectangle,
  warn: (text: string) => void,
): Rectangle {
  if (written.right > written.left && written.bottom > written.top) return written;
  warn(
    `${placeOf(line)}: these corners make an empty rectangle; they are read as x, y, width, height`,
  );
  return sized;
}

function parseCriterion(
  line: RecipeLine,
  text: string,
  warn: (text: string) => void,
): Criterion {
  const [, word = "", keyword = "", value = ""] = /^(\S+)\s*(\S*)\s*(.*)$/.exec(text) ?? [];
  const kind = criterionKinds.find((one) => one === word.toLowerCase());
  if (!kind) throw recipeFault(line, word, `unknown criterion "${word}"`);
  if (keyword === "") throw recipeFault(line, word, `${kind} needs a field`);
  const hex = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(keyword);
  const tag = hex ? parseInt(`${hex[1]}${hex[2]}`, 16) : tagOf(keyword);
  if (tag === undefined) warn(`${placeOf(line)}: PS3.6 has no attribute ${keyword}`);
  if (kind === "missing" || kind === "empty" || kind === "present") {
    return { kind, tag, pattern: undefined };
  }
  if (value === "") throw recipeFault(line, keyword, `${kind} needs a value`);
  const isWhole = kind === "equals" || kind === "notequals";
  const source = value.trim();
  return { kind, tag, pattern: patternOf(line, isWhole ? `^(?:${source})$` : source) };
}
