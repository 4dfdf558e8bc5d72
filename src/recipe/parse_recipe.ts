import { type FieldSelector, parseSelector } from "./field_selector.ts";
import { parseCheckLine, parseCoordinates } from "./parse_filter.ts";
import { parseHeaderRule } from "./parse_header.ts";
import type { CheckLine, Coordinates, HeaderRule, Recipe, ValueSource } from "./recipe.ts";
import {
  placeOf,
  recipeFault,
  type RecipeLine,
  recipeLines,
  withoutComment,
} from "./recipe_line.ts";

type ParseLine = (line: RecipeLine) => void;

interface GrowingRule {
  readonly label: string;
  readonly checks: CheckLine[][];
  readonly coordinates: Coordinates[];
  readonly place: string;
}

/**
 * Parses a recipe in the grammar of pydicom/deid. `file` is its name in error messages. Throws
 * IntakeError RECIPE for the first line that is invalid, with file, line and column.
 */
export function parseRecipe(file: string, text: string): Recipe {
  return new RecipeParser().parse(file, text);
}

class RecipeParser {
  readonly #header: HeaderRule[] = [];
  readonly #filters: { name: string; rules: GrowingRule[] }[] = [];
  readonly #fields = new Map<string, FieldSelector[]>();
  readonly #values = new Map<string, ValueSource[]>();
  readonly #labels = new Map<string, string>();
  readonly #warnings: string[] = [];
  readonly #warn = (text: string): void => void this.#warnings.push(text);

  parse(file: string, text: string): Recipe {
    let hasFormat = false;
    let section: ParseLine | undefined;
    for (const line of recipeLines(file, text)) {
      if (/^FORMAT\b/i.test(line.text)) {
        const format = withoutComment(line).text.slice(6).trim();
        if (format !== "dicom") throw recipeFault(line, format, `unknown format "${format}"`);
        hasFormat = true;
      } else if (!hasFormat) {
        throw recipeFault(line, line.text, 'a recipe begins with "FORMAT dicom"');
      } else if (line.text.startsWith("%")) {
        section = this.#section(line);
      } else if (section) {
        section(line);
      } else {
        throw recipeFault(line, line.text, "a rule comes before the first %section");
      }
    }
    this.#requireCriteria();
    this.#requireGroups();
    return {
      header: this.#header,
      filters: this.#filters,
      fields: this.#fields,
      values: this.#values,
      labels: this.#labels,
      warnings: this.#warnings,
    };
  }

  #section(line: RecipeLine): ParseLine {
    const [, kind = "", name = ""] = /^%(\w+)\s*(\S*)/.exec(line.text) ?? [];
    const named = (): string => {
      if (name === "") throw recipeFault(line, line.text, `%${kind} needs a name`);
      return name;
    };
    switch (kind.toLowerCase()) {
      case "header":
        return (rule) => this.#header.push(parseHeaderRule(rule, this.#warn));
      case "labels":
        return (label) => this.#label(label);
      case "filter":
        return this.#filter(named());
      case "fields": {
        const selectors = groupOf(this.#fields, named());
        return (field) => selectors.push(parseField(field));
      }
      case "values": {
        const sources = groupOf(this.#values, named());
        return (value) => sources.push(parseValueSource(value));
      }
      default:
        throw recipeFault(line, line.text, `unknown section "${line.text}"`);
    }
  }

  /** A group that is named again is continued. */
  #filter(name: string): ParseLine {
    const known = this.#filters.find((group) => group.name === name);
    const group = known ?? { name, rules: [] };
    if (!known) this.#filters.push(group);
    let rule: GrowingRule | undefined;
    return (written) => {
      const line = withoutComment(written);
      if (/^LABEL\b/i.test(line.text)) {
        const label = line.text.slice(5).trim();
        rule = { label, checks: [], coordinates: [], place: placeOf(line) };
        group.rules.push(rule);
        return;
      }
      if (!rule) throw recipeFault(line, line.text, "a criterion comes before the first LABEL");
      const coordinates = parseCoordinates(line, this.#warn);
      if (coordinates) rule.coordinates.push(coordinates);
      else this.#check(rule, line);
    };
  }

  #check({ checks }: GrowingRule, line: RecipeLine): void {
    const { isFirst, ...check } = parseCheckLine(line, this.#warn);
    const last = checks.at(-1);
    if (isFirst || !last) checks.push([check]);
    else last.push(check);
  }

  #label(line: RecipeLine): void {
    const [, name, value = ""] = /^ADD\s+(\S+)\s*(.*)$/i.exec(line.text) ?? [];
    if (name === undefined) throw recipeFault(line, line.text, "%labels takes ADD name value");
    this.#labels.set(name, value);
  }

  /** A rule without criteria would apply to every image; for that, write `coordinates all`. */
  #requireCriteria(): void {
    for (const { label, checks, coordinates, place } of this.#filters.flatMap((one) => one.rules)) {
      if (checks.length > 0 || coordinates.length > 0) continue;
      throw faultAt(place, `LABEL ${label} has no criteria`);
    }
  }

  /** A rule about an undefined group would have no effect. */
  #requireGroups(): void {
    for (const { where, value, place } of this.#header) {
      if (where.kind === "fields" && !this.#fields.has(where.name)) {
        throw faultAt(place, `there is no section %fields ${where.name}`);
      }
      if (value.kind === "values" && !this.#values.has(value.name)) {
        throw faultAt(place, `there is no section %values ${value.name}`);
      }
    }
  }
}

function faultAt(place: string, what: string): Error {
  const [, file = "", number = "0"] = /^(.*):(\d+)$/.exec(place) ?? [];
  return recipeFault({ file, number: Number(number), column: 1, text: "" }, "", what);
}

function groupOf<T>(groups: Map<string, T[]>, name: string): T[] {
  const group = groups.get(name) ?? [];
  groups.set(name, group);
  return group;
}

function parseField(line: RecipeLine): FieldSelector {
  const [, field] = /^FIELD\s+(.+)$/i.exec(line.text) ?? [];
  if (field === undefined) throw recipeFault(line, line.text, "%fields takes FIELD name");
  return parseSelector(line, field.trim());
}

/** A line of `%values`: `FIELD name`, or `SPLIT name splitval='^';minlength='4'`. Throws RECIPE. */
function parseValueSource(line: RecipeLine): ValueSource {
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
