import { IntakeError } from "../errors.ts";

/** A line of a recipe that says something. */
export interface RecipeLine {
  readonly file: string;
  /** From 1. */
  readonly number: number;
  /** Of the line's first letter, from 1. */
  readonly column: number;
  /** Without spaces around it. */
  readonly text: string;
}

/** The lines of a recipe that are not empty and no comment. */
export function* recipeLines(file: string, text: string): Generator<RecipeLine> {
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    yield { file, number: at + 1, column: line.indexOf(trimmed) + 1, text: trimmed };
  }
}

/** A line up to a comment; of a criterion, a comment would be part of what is looked for. */
export function withoutComment(line: RecipeLine): RecipeLine {
  return { ...line, text: line.text.replace(/\s+#.*$/, "") };
}

export function placeOf({ file, number }: RecipeLine): string {
  return `${file}:${number}`;
}

/** A fault in a recipe, at the first occurrence of `word` in its line. */
export function recipeFault(line: RecipeLine, word: string, what: string): IntakeError {
  const column = line.column + Math.max(0, line.text.indexOf(word));
  return new IntakeError(
    "RECIPE",
    `${placeOf(line)}:${column}: ${what}`,
    "correct the recipe; nothing runs with one that was read in part",
  );
}

/** A regular expression of the grammar, which knows no upper and lower case. Throws RECIPE. */
export function patternOf(line: RecipeLine, source: string): RegExp {
  try {
    return new RegExp(source, "i");
  } catch {
    throw recipeFault(line, source, `"${source}" is no regular expression`);
  }
}
