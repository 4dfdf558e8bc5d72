import { isKnownField, parseSelector } from "./field_selector.ts";
import {
  headerActions,
  type HeaderRule,
  type RecipeFunction,
  recipeFunctions,
  type RuleValue,
  variables,
} from "./recipe.ts";
import { patternOf, placeOf, recipeFault, type RecipeLine, withoutComment } from "./recipe_line.ts";

/** Other names of functions that are used in existing recipes. */
const functionAliases: Readonly<Record<string, RecipeFunction>> = {
  dicom_uuid: "uid",
  pydicom_uuid: "uid",
  generate_uid: "uid",
};

/** Elements that no rule may change, because that would break the image or the file. */
const protectedFields = new Set([
  "PixelData",
  "FloatPixelData",
  "DoubleFloatPixelData",
  "VOILUTSequence",
  "RedPaletteColorLookupTableData",
  "GreenPaletteColorLookupTableData",
  "BluePaletteColorLookupTableData",
  "FileMetaInformationGroupLength",
  "FileMetaInformationVersion",
  "TransferSyntaxUID",
  "ImplementationClassUID",
]);

/** Reads a line of `%header`: `ACTION field [value]`. Throws IntakeError RECIPE. */
export function parseHeaderRule(written: RecipeLine, warn: (text: string) => void): HeaderRule {
  const putsValue = /^(ADD|REPLACE)\b/i.test(written.text);
  const line = putsValue ? written : withoutComment(written);
  const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line.text) ?? [];
  const action = headerActions.find((one) => one === word.toUpperCase());
  if (!action) throw recipeFault(line, word, `unknown action "${word}"`);
  const [, field = "", text = ""] = /^(\(?[0-9a-f]{4},"[^"]*",[0-9a-f]{2}\)?|\S+)\s*(.*)$/i
    .exec(rest) ?? [];
  if (field === "") throw recipeFault(line, word, `${action} needs a field`);
  const isGroup = /^values:/i.test(field);
  const where = isGroup ? { kind: "all" } as const : parseSelector(line, field);
  const value = valueOf(line, action, isGroup ? field : text);
  if (!isKnownField(where)) warn(`${placeOf(line)}: PS3.6 has no attribute ${field}`);
  if (action !== "KEEP" && protectedFields.has(field)) {
    throw recipeFault(line, field, `${field} cannot be changed by a recipe`);
  }
  if (action === "ADD" && where.kind !== "path" && where.kind !== "tag") {
    throw recipeFault(line, field, "ADD needs one keyword or tag");
  }
  return { action, where, value, place: placeOf(line) };
}

function valueOf(line: RecipeLine, action: HeaderRule["action"], text: string): RuleValue {
  const [, prefix = "", argument = ""] = /^([a-z_]+):(.*)$/i.exec(text) ?? [];
  switch (action) {
    case "ADD":
    case "REPLACE":
      if (text === "") throw recipeFault(line, action, `${action} needs a value`);
      if (!/^[ -~]*$/.test(text)) {
        throw recipeFault(
          line,
          text,
          "a value may have ASCII characters only, because every character set includes them",
        );
      }
      return dynamic(line, prefix.toLowerCase(), argument) ?? { kind: "text", text };
    case "JITTER":
      return dynamic(line, prefix.toLowerCase(), argument) ?? daysOf(line, text);
    case "KEEP":
    case "REMOVE":
    case "BLANK":
      return text === "" ? { kind: "none" } : condition(line, prefix.toLowerCase(), argument, text);
  }
}

function dynamic(line: RecipeLine, prefix: string, argument: string): RuleValue | undefined {
  if (prefix === "var") {
    const name = variables.find((one) => one === argument);
    if (name) return { kind: "variable", name };
    const known = variables.join(", ");
    throw recipeFault(line, argument, `unknown variable "${argument}"; known: ${known}`);
  }
  if (prefix !== "func" && prefix !== "deid_func") return undefined;
  const [called = ""] = argument.split(/\s/);
  const name = functionAliases[called] ?? recipeFunctions.find((one) => one === called);
  if (name) return { kind: "function", name };
  const known = recipeFunctions.join(", ");
  throw recipeFault(line, called, `unknown function "${called}"; known: ${known}`);
}

function daysOf(line: RecipeLine, text: string): RuleValue {
  if (!/^[+-]?\d{1,5}$/.test(text)) {
    throw recipeFault(line, text, "JITTER needs a number of days, var: or func:");
  }
  return { kind: "days", days: Number(text) };
}

function condition(line: RecipeLine, prefix: string, argument: string, text: string): RuleValue {
  if (prefix === "values") return { kind: "values", name: argument };
  const isWanted = !prefix.startsWith("not");
  const bare = isWanted ? prefix : prefix.slice(3);
  if (bare !== "contains" && bare !== "equals") {
    throw recipeFault(
      line,
      text,
      `"${text}" is not a condition: contains:, equals:, not…:, values:`,
    );
  }
  const source = bare === "equals" ? `^(?:${argument})$` : argument;
  return { kind: "holding", pattern: patternOf(line, source), isWanted };
}
