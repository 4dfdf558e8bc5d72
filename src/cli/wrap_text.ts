/** Characters that are two columns wide: East Asian scripts and emoji. */
const wide = new RegExp(
  "[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60" +
    "\\uffe0-\\uffe6]|\\p{Emoji_Presentation}",
  "u",
);
/** Characters that combine with the one before them. */
const combining = /^\p{M}$/u;
const characters = new Intl.Segmenter();

/** How many columns a text takes on a terminal. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of characters.segment(text)) {
    if (!combining.test(segment)) columns += wide.test(segment) ? 2 : 1;
  }
  return columns;
}

/** The text before the first line, and before the others. */
interface Indents {
  readonly first?: string;
  readonly next?: string;
}

/**
 * Breaks a text between its words into lines of at most `columns` columns; a longer word is cut.
 * Each line ends with a line feed.
 */
export function wrapText(
  text: string,
  columns: number,
  { first = "", next = first }: Indents = {},
): string {
  if (columns === Infinity) return `${first}${text}\n`;
  const room = columns - Math.max(columnsOf(first), columnsOf(next));
  let lines = "";
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ").flatMap((each) => cut(each, room))) {
    if (!isEmpty && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines += `${line.trimEnd()}\n`;
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return `${lines}${line.trimEnd()}\n`;
}

/** A word in parts of at most `room` columns. */
function cut(word: string, room: number): string[] {
  if (columnsOf(word) <= room) return [word];
  const parts: string[] = [];
  let part = "";
  for (const { segment } of characters.segment(word)) {
    if (part !== "" && columnsOf(part + segment) > room) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  parts.push(part);
  return parts;
}
