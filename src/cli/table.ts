import Table from "cli-table3";

/** Control characters, and those that reverse the direction of the text after them. */
const controls = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Formats rows as a table for a terminal, with a header and without lines between rows. Control
 * characters are shown as `\x1b`: names of folders and files may contain any, and must neither
 * change what the terminal shows nor its state.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const formatted = new Table({ head: [...head], chars, style: { head: [], border: [] } });
  formatted.push(...rows.map((row) => row.map((cell) => cell.replace(controls, escaped))));
  return `${formatted.toString()}\n`;
}

function escaped(control: string): string {
  const code = control.charCodeAt(0);
  return code < 256
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}
