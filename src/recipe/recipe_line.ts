import { IntakeError } from "../model/errors.ts";

/** A line of a recipe with content. */
export interface RecipeLine {
  readonly file: string;
  /** Counted from 1. */
  readonly number: number;
  /** Column of the first character, counted from 1. */
  readonly column: number;
  /** Without surrounding spaces. */
  readonly text: string;
}

/** The lines of a recipe that are neither empty nor comments. */
export function* recipeLines(file: string, text: string): Generator<RecipeLine> {
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    yield { file, number: at + 1, column: line.indexOf(trimmed) + 1, text: trimmed };
  }
}

/** A line without its comment; otherwise the comment would be part of the value of a criterion. */
export function withoutComment(line: RecipeLine): RecipeLine {
  return { ...line, text: line.text.replace(/\s+#.*$/, "") };
}

export function placeOf({ file, number }: RecipeLine): string {
  return `${file}:${number}`;
}

/** An error in a recipe, at the first occurrence of `word` in its line. */
export function recipeFault(line: RecipeLine, word: string, what: string): IntakeError {
  const column = line.column + Math.max(0, line.text.indexOf(word));
  return new IntakeError(
    "RECIPE",
    `${placeOf(line)}:${column}: ${what}`,
    "correct the recipe; the program does not start with an invalid recipe",
  );
}

/** A case-insensitive regular expression, as the grammar requires. Throws IntakeError RECIPE. */
export function patternOf(line: RecipeLine, source: string): RegExp {
  try {
    return new RegExp(source, "i");
  } catch {
    throw recipeFault(line, source, `"${source}" is not a valid regular expression`);
  }
}
