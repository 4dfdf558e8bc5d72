import { parseSelector } from "./field_selector.ts";
import type { ValueSource } from "./recipe.ts";
import { recipeFault, type RecipeLine } from "./recipe_line.ts";

/** A line of `%values`: `FIELD name`, or `SPLIT name splitval='^';minlength='4'`. Throws RECIPE. */
export function parseValueSource(line: RecipeLine): ValueSource {
  const [, word = "", field = "", options = ""] = /^(\S+)\s+(\S+)\s*(.*)$/.exec(line.text) ?? [];
  const where = (): ValueSource["where"] => parseSelector(line, field);
  switch (word.toUpperCase()) {
    case "FIELD":
      return { where: where(), split: undefined };
    case "SPLIT":
      return { where: where(), split: splitOf(line, options) };
    default:
      throw recipeFault(line, word, `%values takes FIELD or SPLIT, not "${word}"`);
  }
}

function splitOf(line: RecipeLine, options: string): ValueSource["split"] {
  const split = { by: " ", minLength: 1 };
  for (const option of options.split(";").filter((one) => one.trim() !== "")) {
    const [, name, value = ""] = /^\s*(\w+)\s*=\s*["'](.*)["']\s*$/.exec(option) ?? [];
    if (name === "splitval" && value !== "") split.by = value;
    else if (name === "minlength" && /^\d{1,3}$/.test(value)) split.minLength = Number(value);
    else {throw recipeFault(
        line,
        option,
        `SPLIT takes splitval='…' and minlength='n', not "${option}"`,
      );}
  }
  return split;
}
