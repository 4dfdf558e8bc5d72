import Table from "cli-table3";
import { plainText, type Style, styled, type Terminal, terminalOf } from "./terminal.ts";
import { wrapText } from "./wrap_text.ts";

/** Control characters, and those that reverse the direction of the text after them. */
const controls = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

type Row = readonly string[];

/**
 * Formats rows as a table for a terminal, with a header and without lines between rows. In a
 * terminal that is too narrow, long texts are wrapped; if that is not enough, each row becomes a
 * list of names and values. Control characters are shown as `\x1b`: names of folders and files may
 * contain any, and must neither change what the terminal shows nor its state.
 */
export function table(head: Row, rows: readonly Row[], terminal = terminalOf()): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(controls, escaped)));
  const whole = drawn(head, cells, terminal);
  const widths = columnWidths(whole);
  if (totalOf(widths) <= terminal.columns) return whole;
  const narrow = narrowed(widths, longestWords(head, cells), terminal.columns);
  return narrow ? drawn(head, cells, terminal, narrow) : listed(head, cells, terminal);
}

function escaped(control: string): string {
  const code = control.charCodeAt(0);
  return code < 256
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

function drawn(
  head: Row,
  rows: readonly Row[],
  terminal: Terminal,
  colWidths: number[] = [],
): string {
  const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const formatted = new Table({
    head: head.map((name) => styled(name, "bold", terminal)),
    chars,
    style: { head: [], border: [] },
    colWidths,
    wordWrap: true,
  });
  formatted.push(...rows.map((row) => row.map((cell) => highlighted(cell, terminal))));
  return `${formatted.toString()}\n`;
}

/** Words that tell a good result from a bad one; a cell that consists of one is coloured. */
const styles: Readonly<Record<string, Style>> = {
  DONE: "green",
  ready: "green",
  pass: "green",
  PROCESSING: "cyan",
  DELIVERING: "cyan",
  NEW: "yellow",
  QUEUE: "yellow",
  hold: "yellow",
  differs: "yellow",
  EMPTY: "dim",
  ERROR: "red",
  expired: "red",
  "not ready": "red",
};

function highlighted(cell: string, terminal: Terminal): string {
  const style = Object.hasOwn(styles, cell) ? styles[cell] : undefined;
  return style ? styled(cell, style, terminal) : cell;
}

/** The widths of the columns of a table, with their padding, read from its upper border. */
function columnWidths(text: string): number[] {
  const border = text.slice(1, text.indexOf("\n") - 1);
  return border.split("┬").map(({ length }) => length);
}

/** Each column has a border at its left, and the last one also at its right. */
function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 1, 1);
}

/** The least widths at which no word is cut. */
function longestWords(head: Row, rows: readonly Row[]): number[] {
  const inLines = (row: Row): string[] => row.map((cell) => cell.replaceAll(/\s+/g, "\n"));
  return columnWidths(drawn(inLines(head), rows.map(inLines), plainText));
}

/** A column with less room has too many lines to be read. */
const readableColumns = 22;

/** The widths with which a table fits; undefined if that would make columns unreadable. */
function narrowed(
  widths: readonly number[],
  words: readonly number[],
  columns: number,
): number[] | undefined {
  const narrow = [...widths];
  const least = widths.map((width, at) =>
    Math.max(words[at] ?? 0, Math.min(width, readableColumns))
  );
  for (let total = totalOf(widths); total > columns; total--) {
    const widest = narrow.reduce((best, width, at) => {
      const canShrink = width > (least[at] ?? 0);
      return canShrink && width > (narrow[best] ?? 0) ? at : best;
    }, -1);
    if (widest < 0) return undefined;
    narrow[widest] = (narrow[widest] ?? 0) - 1;
  }
  return narrow;
}

/** Each row as lines `name  value`, without empty values, and an empty line between rows. */
function listed(head: Row, rows: readonly Row[], terminal: Terminal): string {
  const width = Math.max(...head.map(({ length }) => length)) + 2;
  const next = " ".repeat(width);
  const lists = rows.map((row) =>
    row.map((cell, at) => {
      if (cell === "") return "";
      const name = head[at] ?? "";
      const text = wrapText(cell, terminal.columns, { first: name.padEnd(width), next });
      const value = text.slice(width);
      const shown = highlighted(cell, terminal);
      return styled(name, "bold", terminal) + next.slice(name.length) +
        (value === `${cell}\n` ? `${shown}\n` : value);
    }).join("")
  );
  return lists.length === 0 ? `${head.join(", ")}: none\n` : lists.join("\n");
}
